package io.bourse.door.sso;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bourse.db.StoreException;
import io.bourse.http.Accepts;
import io.bourse.http.Answer;
import io.bourse.http.Call;
import io.bourse.http.RouteTable;
import io.bourse.oauth.OAuthException;
import io.bourse.service.Key;
import io.bourse.service.KeyChange;
import io.bourse.service.KeyFilter;
import io.bourse.service.KeyType;
import io.bourse.service.NewKey;
import io.bourse.service.PgKeys;
import io.bourse.service.ServiceDirectory;
import io.bourse.service.ServiceRegistry;
import io.vertx.core.Future;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Keys: a service sees and makes those of its users and sees its own; a root key sees all, and alone makes keys of
 * services. A value is told when it is made and never again.
 */
final class KeyResource implements SsoResource {

    private static final String NOT_FOUND = "KeyNotFound";
    private static final String UNIQUE_VIOLATION = "23505";
    private static final String[] ASKED = {
        "gt", "lt", "limit", "id", "is_enabled", "is_revoked", "type", "service_id", "user_id"
    };

    private final Procedure procedure;
    private final PgKeys keys;
    private final Accounts accounts;
    private final ServiceRegistry services;

    KeyResource(Procedure procedure, ServiceDirectory directory) {
        this.procedure = procedure;
        this.keys = directory.keys();
        this.accounts = new Accounts(directory.accounts());
        this.services = directory.services();
    }

    /**
     * A key that is asked for.
     *
     * @param service null for the caller's own
     * @param user null for a key of the service itself
     */
    private record Wanted(
            KeyType type,
            String name,
            boolean enabled,
            @Nullable UUID service,
            @Nullable UUID user) {}

    /** @param user only if it is this one's; null for anybody's */
    private record Named(UUID id, @Nullable UUID user) {}

    private record Change(UUID id, KeyChange change) {}

    @Override
    public void routes(RouteTable routes, String base) {
        routes.get(base + "/key", procedure.endpoint(Operation.KEY_LIST, KeyResource::listed, this::list));
        routes.post(
                base + "/key",
                Accepts.ANYTHING,
                procedure.endpoint(Operation.KEY_CREATE, KeyResource::wanted, this::create));
        routes.get(base + "/key/:id", procedure.endpoint(Operation.KEY_READ, KeyResource::named, this::read));
        routes.route(
                "PATCH",
                base + "/key/:id",
                Accepts.ANYTHING,
                procedure.endpoint(Operation.KEY_UPDATE, KeyResource::changed, this::update));
        routes.route(
                "DELETE",
                base + "/key/:id",
                Accepts.NOTHING,
                procedure.endpoint(Operation.KEY_DELETE, KeyResource::named, this::delete));
    }

    private static Query listed(Call call) {
        Query query = Query.of(call, "id", "type", "service_id", "user_id");
        filter(query, null);
        query.page();
        return query;
    }

    private static KeyFilter filter(Query query, @Nullable String mask) {
        return new KeyFilter(
                mask,
                query.flag("is_enabled"),
                query.flag("is_revoked"),
                query.ids("id"),
                query.types(),
                query.ids("service_id").stream().map(UUID::toString).toList(),
                query.ids("user_id"));
    }

    private Future<Done> list(Asked<Query> asked) {
        Query query = asked.message();
        return keys.list(filter(query, asked.caller().mask()), query.page())
                .map(found -> Done.of(Fields.answer(fields -> {
                    fields.message("meta", meta -> query.write(meta, ASKED));
                    fields.messages("data", found, Fields::key);
                })));
    }

    private static Wanted wanted(Call call) {
        Message message = Message.of(call);
        return new Wanted(
                message.constant("type", KeyType.values()),
                Check.name(message.text("name").orElse("")),
                message.flag("is_enabled").orElse(true),
                message.text("service_id").map(Check::id).orElse(null),
                message.text("user_id").map(Check::id).orElse(null));
    }

    private Future<Done> create(Asked<Wanted> asked) {
        Wanted wanted = asked.message();
        String service = serviceOf(asked.caller(), wanted);
        return requireService(asked.caller(), service)
                .compose(there -> requireUser(wanted.user()))
                .compose(there -> keys.create(new NewKey(
                        wanted.user() == null ? KeyType.KEY : wanted.type(),
                        wanted.name(),
                        wanted.enabled(),
                        service,
                        wanted.user())))
                .map(made -> made.orElseThrow(() -> second(wanted.type())))
                .map(made -> Done.of(Fields.answer(fields -> fields.message("data", data -> {
                            data.message("key", it -> it.key(made.key()));
                            data.text("value", made.value().reveal());
                        })))
                        .to(made.key().id()));
    }

    /** Whoever names a service needs a root key, and the other way round. */
    private static String serviceOf(Caller caller, Wanted wanted) {
        if (caller.service() == null) {
            if (wanted.service() == null) {
                throw SsoFailure.unauthenticated("KeyServiceUndefined");
            }
            return wanted.service().toString();
        }
        if (wanted.service() != null) {
            throw SsoFailure.unauthenticated(
                    NOT_FOUND, OAuthException.invalidClient("only a root key names a service"));
        }
        if (wanted.user() == null) {
            throw SsoFailure.badRequest("ServiceCannotCreateServiceKey");
        }
        return caller.service().id().value();
    }

    private static SsoFailure second(KeyType type) {
        return SsoFailure.badRequest(type == KeyType.TOTP ? "KeyUserTotpConstraint" : "KeyUserTokenConstraint");
    }

    private Future<Void> requireService(Caller caller, String service) {
        return caller.service() != null
                ? Future.succeededFuture()
                : services.find(service)
                        .map(found -> found.orElseThrow(() -> SsoFailure.badRequest("ServiceNotFound")))
                        .mapEmpty();
    }

    private Future<Void> requireUser(@Nullable UUID user) {
        return user == null
                ? Future.succeededFuture()
                : accounts.require(user.toString()).mapEmpty();
    }

    private static Named named(Call call) {
        return new Named(UserResource.named(call), Query.of(call).id("user_id"));
    }

    private Future<Done> read(Asked<Named> asked) {
        return find(asked.caller(), asked.message()).map(key -> Done.of(shown(key)));
    }

    private Future<Key> find(Caller caller, Named named) {
        return keys.find(named.id(), caller.mask(), named.user())
                .map(found -> found.orElseThrow(() -> SsoFailure.notFound(NOT_FOUND)));
    }

    private static Answer shown(Key key) {
        return Fields.answer(fields -> fields.message("data", data -> data.key(key)));
    }

    private static Change changed(Call call) {
        Message message = Message.of(call);
        return new Change(
                UserResource.named(call),
                new KeyChange(
                        message.text("name").map(Check::name).orElse(null),
                        message.flag("is_enabled").orElse(null),
                        null));
    }

    private Future<Done> update(Asked<Change> asked) {
        Change wanted = asked.message();
        return find(asked.caller(), new Named(wanted.id(), null))
                .compose(before -> keys.change(wanted.id(), wanted.change())
                        .recover(failure -> Future.failedFuture(isSecond(failure) ? second(before.type()) : failure))
                        .map(changed -> changed.orElseThrow(() -> SsoFailure.notFound(NOT_FOUND)))
                        .map(after -> Done.of(shown(after))
                                .to(after.id())
                                .telling(Diff.between(members(before), members(after)))));
    }

    private static boolean isSecond(Throwable failure) {
        return failure instanceof StoreException store
                && store.sqlState().filter(UNIQUE_VIOLATION::equals).isPresent();
    }

    private static ObjectNode members(Key key) {
        Fields fields = new Fields(Deeds.object());
        fields.key(key);
        return fields.object();
    }

    private Future<Done> delete(Asked<Named> asked) {
        return find(asked.caller(), asked.message())
                .compose(key -> keys.delete(asked.message().id())
                        .map(gone -> Done.of(Fields.answer(fields -> {})).to(key.id())));
    }
}
