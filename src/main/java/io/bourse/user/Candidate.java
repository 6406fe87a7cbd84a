package io.bourse.user;

import io.bourse.user.LoginOutcome.Reason;
import io.vertx.core.Future;
import java.util.function.Function;

/** Whom a typed name stands for, and what can be said of a login before the password is looked at. */
sealed interface Candidate {

    /** Against whom guesses count: the user, whatever name was typed; else the name. */
    String account();

    /** A user who may log in, by the password of which this is the hash. */
    record Possible(User user, String hash) implements Candidate {
        @Override
        public String account() {
            return user.id();
        }
    }

    /** No password is right. */
    record Hopeless(String account, Reason reason) implements Candidate {}

    /** Stands for whoever is not there, where somebody has to be asked for: who is assigned to no client. */
    String NOBODY = "00000000-0000-0000-0000-000000000000";

    /**
     * @param admitted whether the user may log in here; whoever may not is nobody here, so that no guess counts against it.
     *     Asked of nobody too: or the time would tell whose name it is
     */
    static Future<Candidate> find(
            UserStore users, String project, LoginName login, Function<User, Future<Boolean>> admitted) {
        String name = project + " " + login.value();
        return users.findByLogin(project, login)
                .compose(found -> found.map(user -> admitted.apply(user)
                                .map(may -> may ? of(user) : new Hopeless(name, Reason.NOT_ASSIGNED)))
                        .orElseGet(() -> admitted.apply(new User(NOBODY, project, null, null, null, false))
                                .map(may -> new Hopeless(name, Reason.UNKNOWN_USER))));
    }

    private static Candidate of(User user) {
        if (!user.enabled()) {
            return new Hopeless(user.id(), Reason.DISABLED_USER);
        }
        String hash = user.passwordHash();
        return hash == null ? new Hopeless(user.id(), Reason.NO_PASSWORD) : new Possible(user, hash);
    }
}
