/** What reports are made of: pages and charts without anything from elsewhere. */
@NullMarked
package io.stepcast.cli.report;

import org.jspecify.annotations.NullMarked;
