package io.bourse.user;

import io.vertx.sqlclient.Row;

/** The columns of a user in which the profile is. */
public final class PgProfile {

    private PgProfile() {}

    /** The profile of a row that has the column of each of its members. */
    public static Profile of(Row row) {
        return new Profile(
                row.getString("name"),
                row.getString("locale"),
                row.getString("timezone"),
                row.getBoolean("password_allow_reset"),
                row.getBoolean("password_require_update"));
    }
}
