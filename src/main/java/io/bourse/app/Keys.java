package io.bourse.app;

import io.bourse.changelog.Change;
import io.bourse.changelog.Change.EntryChanged;
import io.bourse.changelog.Change.EntryKind;
import io.bourse.changelog.Change.Revoked;
import io.bourse.changelog.Change.RevokedKind;
import io.bourse.client.Client;
import io.bourse.crypto.MasterKeys;
import io.bourse.jose.KeyRing;
import io.bourse.keys.KeyConfig;
import io.bourse.keys.PgSigningKeyStore;
import io.bourse.keys.SigningKeys;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Our signing keys, and the ring that they are used from. */
record Keys(KeyRing ring, SigningKeys signingKeys) {

    private static final Logger LOG = LoggerFactory.getLogger(Keys.class);

    static Keys of(Platform platform, MasterKeys masterKeys, KeyConfig config) {
        KeyRing ring = new KeyRing(platform.clock, platform.crypto.provider());
        SigningKeys signingKeys = new SigningKeys(
                new PgSigningKeyStore(platform.database, platform.changeLog),
                masterKeys,
                ring,
                config.algorithm(),
                Client.MAX_ACCESS_TOKEN_LIFETIME,
                platform.vertx);
        Keys keys = new Keys(ring, signingKeys);
        platform.changes.register(keys::hear);
        return keys;
    }

    private void hear(Change change) {
        if (change instanceof Revoked revoked && revoked.kind() == RevokedKind.KEY) {
            // Known at once, without asking the database.
            ring.revoke(revoked.ref());
        }
        if (change instanceof EntryChanged entry && entry.kind() == EntryKind.KEY) {
            signingKeys.reload().onFailure(failure -> LOG.warn("signing keys could not be loaded", failure));
        }
    }
}
