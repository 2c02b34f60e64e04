/** The whole house under test: a real broker and registry, the job in this process, in a child process and on a cluster. */
@NullMarked
package io.stepcast.it;

import org.jspecify.annotations.NullMarked;
