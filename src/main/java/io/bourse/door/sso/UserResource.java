package io.bourse.door.sso;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bourse.config.Secret;
import io.bourse.entry.EntryProblems;
import io.bourse.entry.Removal;
import io.bourse.http.Accepts;
import io.bourse.http.Answer;
import io.bourse.http.Call;
import io.bourse.http.RouteTable;
import io.bourse.service.Account;
import io.bourse.service.AccountChange;
import io.bourse.service.AccountFilter;
import io.bourse.service.AccountRegistry;
import io.bourse.service.NewAccount;
import io.bourse.service.TakenException;
import io.bourse.user.Profile;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The users of all services, who are the users of one project. */
final class UserResource implements SsoResource {

    private static final String NOT_FOUND = "UserNotFound";
    private static final String[] ASKED = {"gt", "lt", "name_ge", "name_le", "limit", "offset_id", "id", "email"};

    private final Procedure procedure;
    private final AccountRegistry accounts;
    private final Scores scores;

    UserResource(Procedure procedure, AccountRegistry accounts, Scores scores) {
        this.procedure = procedure;
        this.accounts = accounts;
        this.scores = scores;
    }

    private record Change(UUID id, AccountChange change) {}

    @Override
    public void routes(RouteTable routes, String base) {
        routes.get(base + "/user", procedure.endpoint(Operation.USER_LIST, UserResource::listed, this::list));
        routes.post(
                base + "/user",
                Accepts.ANYTHING,
                procedure.endpoint(Operation.USER_CREATE, UserResource::created, this::create));
        routes.get(base + "/user/:id", procedure.endpoint(Operation.USER_READ, UserResource::named, this::read));
        routes.route(
                "PATCH",
                base + "/user/:id",
                Accepts.ANYTHING,
                procedure.endpoint(Operation.USER_UPDATE, UserResource::changed, this::update));
        routes.route(
                "DELETE",
                base + "/user/:id",
                Accepts.NOTHING,
                procedure.endpoint(Operation.USER_DELETE, UserResource::named, this::delete));
    }

    static UUID named(Call call) {
        return Check.id(call.pathParameter("id"));
    }

    private static Query listed(Call call) {
        Query query = Query.of(call, "id", "email");
        filter(query);
        query.page();
        return query;
    }

    private static AccountFilter filter(Query query) {
        return new AccountFilter(
                query.ids("id"),
                query.texts("email").stream().map(Check::email).toList(),
                query.text("name_ge").map(Check::name).orElse(null),
                query.text("name_le").map(Check::name).orElse(null),
                query.id("offset_id"));
    }

    private Future<Done> list(Asked<Query> asked) {
        Query query = asked.message();
        return accounts.list(filter(query), query.page())
                .map(found -> Done.of(Fields.answer(fields -> {
                    fields.message("meta", meta -> query.write(meta, ASKED));
                    fields.messages("data", found, Fields::account);
                })));
    }

    private static NewAccount created(Call call) {
        Message message = Message.of(call);
        return new NewAccount(
                Check.email(message.text("email").orElse("")),
                message.flag("is_enabled").orElse(true),
                new Profile(
                        Check.name(message.text("name").orElse("")),
                        Check.locale(message.text("locale").orElse("en")),
                        Check.timezone(message.text("timezone").orElse("Etc/UTC")),
                        message.flag("password_allow_reset").orElse(false),
                        message.flag("password_require_update").orElse(false)),
                password(message).orElse(null));
    }

    private static Optional<Secret> password(Message message) {
        return message.text("password").map(Check::newPassword).map(Secret::new);
    }

    private Future<Done> create(Asked<NewAccount> asked) {
        NewAccount wanted = asked.message();
        Future<Optional<Integer>> score =
                wanted.password() == null ? Future.succeededFuture(Optional.empty()) : scores.of(wanted.password());
        return score.compose(scored -> accounts.create(wanted, asked.caller().mask())
                .recover(failure -> Future.failedFuture(refusal(failure)))
                .map(account -> Done.of(Fields.answer(fields -> {
                            fields.message(
                                    "meta", meta -> scored.ifPresent(it -> meta.number("password_strength", it)));
                            fields.message("data", data -> data.account(account));
                        }))
                        .to(account.user().id())));
    }

    private static Throwable refusal(Throwable failure) {
        if (failure instanceof TakenException) {
            return SsoFailure.badRequest("UserEmailConstraint");
        }
        return failure instanceof EntryProblems problems
                ? SsoFailure.validation(told(problems.problems().get(0)))
                : failure;
    }

    /** Not the entry, which is called by the user's address. */
    private static String told(EntryProblems.Problem problem) {
        return (problem.key() + " " + problem.what()).strip();
    }

    private Future<Done> read(Asked<UUID> asked) {
        return find(asked.message()).map(account -> Done.of(shown(account)));
    }

    private static Answer shown(Account account) {
        return Fields.answer(fields -> fields.message("data", data -> data.account(account)));
    }

    private Future<Account> find(UUID id) {
        return accounts.find(id).map(found -> found.orElseThrow(() -> SsoFailure.notFound(NOT_FOUND)));
    }

    private static Change changed(Call call) {
        Message message = Message.of(call);
        return new Change(
                named(call),
                new AccountChange(
                        text(message, "name", Check::name),
                        message.flag("is_enabled").orElse(null),
                        text(message, "locale", Check::locale),
                        text(message, "timezone", Check::timezone),
                        message.flag("password_allow_reset").orElse(null),
                        message.flag("password_require_update").orElse(null),
                        password(message).orElse(null)));
    }

    private static @Nullable String text(Message message, String name, Function<String, String> check) {
        return message.text(name).map(check).orElse(null);
    }

    /** Whoever may not do it hears what is said of users that nobody knows. */
    private Future<Done> update(Asked<Change> asked) {
        UUID id = asked.message().id();
        return find(id).compose(before -> accounts.change(
                        id.toString(), asked.message().change(), asked.caller().mask())
                .recover(failure -> Future.failedFuture(refusal(failure)))
                .map(found -> found.orElseThrow(() -> SsoFailure.notFound(NOT_FOUND)))
                .map(after -> Done.of(shown(after))
                        .to(id.toString())
                        .telling(diff(before, after, asked.message().change()))));
    }

    private static ObjectNode diff(Account before, Account after, AccountChange change) {
        ObjectNode diff = Diff.between(members(before), members(after));
        return change.password() == null ? diff : Diff.withSecret(diff, "password");
    }

    private static ObjectNode members(Account account) {
        Fields fields = new Fields(Deeds.object());
        fields.account(account);
        return fields.object();
    }

    private Future<Done> delete(Asked<UUID> asked) {
        String id = asked.message().toString();
        return accounts.delete(id, asked.caller().mask()).map(removal -> {
            if (removal instanceof Removal.Needed) {
                throw SsoFailure.badRequest("UserIsNamedByEntries");
            }
            if (removal instanceof Removal.Unknown) {
                throw SsoFailure.notFound(NOT_FOUND);
            }
            return Done.of(Fields.answer(fields -> {})).to(id);
        });
    }
}
