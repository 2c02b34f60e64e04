/** What the job keeps of its published model versions: which are on the topic, and the files of large ones. */
@NullMarked
package io.stepcast.job.models;

import org.jspecify.annotations.NullMarked;
