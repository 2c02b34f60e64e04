/** What travels between the operators and how it is written: own serializers, no Kryo. */
@NullMarked
package io.stepcast.job.wire;

import org.jspecify.annotations.NullMarked;
