/**
 * PostgreSQL as the rest of Bourse sees it: one pool, a deadline on every wait, transactions, migrations, the
 * embedded server. Knows no table but Flyway's.
 */
@NullMarked
package io.bourse.db;

import org.jspecify.annotations.NullMarked;
