package io.bourse.app;

import io.bourse.config.Secret;
import io.bourse.service.AccountFilter;
import io.bourse.service.Key;
import io.bourse.service.KeyFilter;
import io.bourse.service.KeyType;
import io.bourse.service.NewAccount;
import io.bourse.service.NewKey;
import io.bourse.service.Page;
import io.bourse.service.ServiceDirectory;
import io.bourse.service.ServiceDraft;
import io.bourse.service.ServiceProfile;
import io.bourse.user.Profile;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;

/**
 * Two services of the demo and a user of both, made when they are missing; their keys are made anew at each start, since
 * nobody can be told the old ones.
 */
final class DemoServices {

    static final String EMAIL = "ada@sso.example";
    static final String PASSWORD = "notes by the translator";

    private static final String DEMO_KEY = "demo";
    private static final Profile ADA = new Profile("Ada Lovelace", "en", "Etc/UTC", false, false);
    private static final Page FEW = new Page(null, null, 100);

    private final ServiceDirectory directory;

    DemoServices(ServiceDirectory directory) {
        this.directory = directory;
    }

    /**
     * What the demo's calls show.
     *
     * @param shop the key of the service at which the user logs in
     * @param till the key of the service that exchanges what the shop hands on
     */
    record DemoKeys(Secret shop, Secret till) {}

    /** May be run again and again. */
    Future<DemoKeys> make() {
        return service("shop")
                .compose(shop -> service("till")
                        .compose(till -> user().compose(
                                        user -> assign(user, shop).compose(done -> assign(user, till)))
                                .compose(done -> key(shop))
                                .compose(shopKey -> key(till).map(tillKey -> new DemoKeys(shopKey, tillKey)))));
    }

    private Future<String> service(String name) {
        return directory
                .services()
                .named(name)
                .compose(all -> all.stream()
                        .map(ServiceProfile::id)
                        .findFirst()
                        .map(Future::succeededFuture)
                        .orElseGet(() -> directory
                                .services()
                                .create(new ServiceDraft(name, "https://" + name + ".example", null, true, true))
                                .map(ServiceProfile::id)));
    }

    private Future<String> user() {
        AccountFilter filter = new AccountFilter(List.of(), List.of(EMAIL), null, null, null);
        return directory
                .accounts()
                .list(filter, FEW)
                .compose(found -> found.stream()
                        .findFirst()
                        .map(Future::succeededFuture)
                        .orElseGet(() -> directory
                                .accounts()
                                .create(new NewAccount(EMAIL, true, ADA, new Secret(PASSWORD)), null)))
                .map(account -> account.user().id());
    }

    private Future<Void> assign(String user, String service) {
        return directory
                .keys()
                .assigning(user, service)
                .compose(assigned -> assigned.isPresent()
                        ? Future.succeededFuture()
                        : directory
                                .keys()
                                .create(new NewKey(KeyType.TOKEN, DEMO_KEY, true, service, UUID.fromString(user)))
                                .mapEmpty());
    }

    private Future<Secret> key(String service) {
        return forget(service)
                .compose(done -> directory.keys().create(NewKey.ofService(DEMO_KEY, service)))
                .map(made -> made.orElseThrow().value());
    }

    private Future<Void> forget(String service) {
        KeyFilter filter =
                new KeyFilter(service, null, null, List.of(), List.of(KeyType.KEY), List.of(service), List.of());
        return directory.keys().list(filter, FEW).compose(found -> {
            Future<Void> done = Future.succeededFuture();
            for (Key old : found) {
                if (old.isOfService() && old.name().equals(DEMO_KEY)) {
                    done = done.compose(before -> directory.keys().delete(UUID.fromString(old.id())))
                            .mapEmpty();
                }
            }
            return done;
        });
    }
}
