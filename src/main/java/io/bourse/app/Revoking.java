package io.bourse.app;

import io.bourse.entry.PgCatalog;
import io.bourse.entry.PgNames;
import io.bourse.keys.SigningKeys;
import io.bourse.revocation.NamedRevocations;
import io.bourse.revocation.PgLiveFamilies;
import io.bourse.revocation.Revoker;
import io.bourse.token.FamilyStore;

/** What ends tokens, for whoever runs the service. Needs the database alone. */
record Revoking(Revoker revoker, NamedRevocations named, PgLiveFamilies liveFamilies) {

    static Revoking of(Platform platform, FamilyStore families, SigningKeys keys) {
        return new Revoking(
                new Revoker(platform.changeLog, families, keys),
                new NamedRevocations(
                        new PgNames(platform.database, new PgCatalog(platform.database, platform.changeLog))),
                new PgLiveFamilies(platform.database));
    }
}
