package io.bourse.app;

import io.bourse.admin.AdminConfig;
import io.bourse.admin.AdminDoor;
import io.bourse.admin.AdminResource;
import io.bourse.admin.ApplyResource;
import io.bourse.admin.EntriesResource;
import io.bourse.admin.EntryPut;
import io.bourse.admin.ExplainResource;
import io.bourse.admin.LineageResource;
import io.bourse.admin.RevokeResource;
import io.bourse.audit.AuditLog;
import io.bourse.crypto.MasterKeys;
import io.bourse.crypto.PasswordCost;
import io.bourse.crypto.PasswordHasher;
import io.bourse.entry.Apply;
import io.bourse.entry.PgCatalog;
import io.bourse.http.Door;
import io.bourse.token.LineageReports;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The admin API, which is there only if a key opens it. */
final class Administration {

    private static final int QUEUE = 100;

    private final Platform platform;
    private final MasterKeys masterKeys;
    private final Revoking revoking;
    private @Nullable PasswordHasher hasher;
    private final LineageReports reports;

    Administration(Platform platform, MasterKeys masterKeys, Revoking revoking, LineageReports reports) {
        this.platform = platform;
        this.masterKeys = masterKeys;
        this.revoking = revoking;
        this.reports = reports;
    }

    /** The door to it; none without a key. Asked once. */
    Optional<Door> door(AdminConfig config, ExplainResource explaining, AuditLog audit) {
        return config.key().map(key -> new AdminDoor(key, resources(explaining, audit), audit));
    }

    Future<Void> close() {
        return hasher == null ? Future.succeededFuture() : hasher.close();
    }

    /** Everything that can be administered. */
    private List<AdminResource> resources(ExplainResource explaining, AuditLog audit) {
        // Of its own, so that no login waits for a text with many secrets.
        PasswordHasher own =
                new PasswordHasher(platform.vertx, "bourse-admin", 1, QUEUE, PasswordCost.DEFAULT, platform.random);
        hasher = own;
        Apply apply = Applying.callers(platform, masterKeys, own);
        PgCatalog catalog = new PgCatalog(platform.database, platform.changeLog);
        return List.of(
                new EntriesResource(catalog, new EntryPut(catalog, apply)),
                new ApplyResource(apply),
                new RevokeResource(revoking.named(), reports, revoking.revoker(), revoking.liveFamilies(), audit),
                new LineageResource(reports),
                explaining);
    }
}
