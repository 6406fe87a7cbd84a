package io.bourse.door.sso;

import io.bourse.client.Client;
import io.bourse.config.Secret;
import io.bourse.http.Accepts;
import io.bourse.http.Call;
import io.bourse.http.RouteTable;
import io.bourse.service.Key;
import io.bourse.service.KeyChange;
import io.bourse.service.PgKeys;
import io.bourse.service.ServiceDirectory;
import io.vertx.core.Future;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The keys that users of a service stand for: does one still, and its end. */
final class UserKeyResource implements SsoResource {

    private static final String NOT_FOUND = "KeyNotFound";
    private static final int MAX_KEY = 42;

    private final Procedure procedure;
    private final Deeds deeds;
    private final PgKeys keys;
    private final Accounts accounts;

    UserKeyResource(Procedure procedure, Deeds deeds, ServiceDirectory directory) {
        this.procedure = procedure;
        this.deeds = deeds;
        this.keys = directory.keys();
        this.accounts = new Accounts(directory.accounts());
    }

    /** @param audit the type of a deed to be kept; null for none */
    private record KeyMessage(Secret value, @Nullable String audit) {

        static KeyMessage of(Call call) {
            Message message = Message.of(call);
            return new KeyMessage(
                    new Secret(Check.secret(message.text("key"), MAX_KEY)),
                    message.text("audit").map(Check::deedType).orElse(null));
        }
    }

    @Override
    public void routes(RouteTable routes, String base) {
        routes.post(
                base + "/auth/key/verify",
                Accepts.ANYTHING,
                procedure.endpoint(Operation.KEY_VERIFY, KeyMessage::of, this::verify));
        routes.post(
                base + "/auth/key/revoke",
                Accepts.ANYTHING,
                procedure.endpoint(Operation.KEY_REVOKE, KeyMessage::of, this::revoke));
    }

    private Future<Done> verify(Asked<KeyMessage> asked) {
        return find(asked).compose(key -> {
            if (!key.isActive()) {
                throw SsoFailure.badRequest(NOT_FOUND);
            }
            return accounts.require(String.valueOf(key.user())).compose(account -> {
                if (!account.user().enabled()) {
                    throw SsoFailure.badRequest("UserDisabled");
                }
                return beside(asked, key)
                        .map(deed -> Done.of(Fields.answer(fields -> {
                                    fields.message("user", it -> it.account(account));
                                    fields.message("key", it -> it.key(key));
                                    fields.text("audit", deed);
                                }))
                                .about(account.user().id(), key.id()));
            });
        });
    }

    private Future<Done> revoke(Asked<KeyMessage> asked) {
        return find(asked)
                .compose(key -> keys.change(UUID.fromString(key.id()), KeyChange.REVOKED)
                        .compose(revoked -> beside(asked, key))
                        .map(deed -> Done.of(Fields.answer(fields -> fields.text("audit", deed)))
                                .about(String.valueOf(key.user()), key.id())));
    }

    private Future<Key> find(Asked<KeyMessage> asked) {
        Client service = asked.caller().requireService();
        return keys.find(asked.message().value())
                .map(found -> found.filter(key -> key.isOfUserAt(service.id()))
                        .orElseThrow(() -> SsoFailure.badRequest(NOT_FOUND)));
    }

    private Future<String> beside(Asked<KeyMessage> asked, Key key) {
        return deeds.beside(asked, asked.message().audit(), String.valueOf(key.user()), key.id());
    }
}
