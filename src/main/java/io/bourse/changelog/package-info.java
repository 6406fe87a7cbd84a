/**
 * The append-only log by which replicas tell each other what changed: revocations and registry entries.
 * PostgreSQL is the truth; a notification only makes it quicker.
 */
@NullMarked
package io.bourse.changelog;

import org.jspecify.annotations.NullMarked;
