package io.bourse.policy;

import io.bourse.oauth.ClientId;
import io.bourse.oauth.MayAct;
import io.bourse.oauth.Scopes;
import io.bourse.oauth.TokenType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** May this be turned into that? A pure function over entries: denied unless one entry allows all of it. */
public final class ExchangePolicy {

    private ExchangePolicy() {}

    /**
     * What is asked.
     *
     * @param issuer our own, in whose words the client's id is
     * @param client who asks
     * @param clientScopes the most that the asking client may have
     * @param subject what is to be exchanged
     * @param actor who proves to act; null if there is no actor token
     * @param requestedType what is asked for
     * @param scopes what it shall carry; as much as there is if empty
     * @param targets whom it shall be meant for; the entry's default if empty
     */
    public record Question(
            String issuer,
            ClientId client,
            Scopes clientScopes,
            ProvedToken subject,
            @Nullable ProvedToken actor,
            TokenType requestedType,
            Scopes scopes,
            List<String> targets,
            Instant now) {

        public Question {
            targets = List.copyOf(targets);
        }
    }

    /** Which entry was asked and what it said; in the order in which the entries were asked. */
    public sealed interface Decision {

        List<Verdict> verdicts();
    }

    /**
     * The last entry that was asked allows this.
     *
     * @param targets never empty
     * @param notAfter the token may not outlive this
     * @param inputsEnd no more may a login that goes with it
     */
    public record Allowed(
            Exchange entry,
            Scopes scopes,
            List<String> targets,
            Instant notAfter,
            Instant inputsEnd,
            List<Verdict> verdicts)
            implements Decision {}

    /** No entry allows it; the check is the furthest that any entry came to. */
    public record Denied(Check check, List<Verdict> verdicts) implements Decision {}

    /** @param failed the first check that failed; null if all passed */
    public record Verdict(Exchange entry, @Nullable Check failed) {}

    /** Decides over the entries of the asking client, in their order; the first that allows it counts. */
    public static Decision decide(List<Exchange> entries, Question question) {
        List<Verdict> verdicts = new ArrayList<>(entries.size());
        Check furthest = Check.ENABLED;
        for (Exchange entry : entries) {
            Check failed = firstFailed(entry, question);
            verdicts.add(new Verdict(entry, failed));
            if (failed == null) {
                return allowed(entry, question, verdicts);
            }
            furthest = failed.compareTo(furthest) > 0 ? failed : furthest;
        }
        return new Denied(furthest, verdicts);
    }

    private static @Nullable Check firstFailed(Exchange entry, Question question) {
        for (Check check : Check.ALL) {
            if (!check.passes(entry, question)) {
                return check;
            }
        }
        return null;
    }

    private static Allowed allowed(Exchange entry, Question question, List<Verdict> verdicts) {
        Instant inputsEnd = question.subject().expiresAt();
        if (question.actor() != null) {
            inputsEnd = earliest(inputsEnd, question.actor().expiresAt());
        }
        Instant notAfter = entry.lifetime() == null
                ? inputsEnd
                : earliest(inputsEnd, question.now().plus(entry.lifetime()));
        return new Allowed(
                entry, scopes(entry, question), targets(entry, question), notAfter, inputsEnd, List.copyOf(verdicts));
    }

    private static Instant earliest(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    /** Whoever gets a session token says what for when it asks for tokens with it. */
    static List<String> targets(Exchange entry, Question question) {
        if (!question.targets().isEmpty()) {
            return question.targets().stream().distinct().toList();
        }
        return question.requestedType() == TokenType.SESSION_TOKEN
                ? entry.targets()
                : List.of(entry.targets().get(0));
    }

    static Scopes scopes(Exchange entry, Question question) {
        return question.scopes().isEmpty() ? mostScopes(entry, question) : question.scopes();
    }

    /** What entry, subject, actor and client have in common. */
    static Scopes mostScopes(Exchange entry, Question question) {
        Scopes most = entry.scopes().intersect(question.clientScopes()).intersect(worth(entry, question.subject()));
        return question.actor() == null ? most : most.intersect(worth(entry, question.actor()));
    }

    private static Scopes worth(Exchange entry, ProvedToken token) {
        if (entry.scopeMap().isEmpty()) {
            return token.isOurs() ? token.scopes() : entry.scopes();
        }
        Set<String> worth = new LinkedHashSet<>();
        for (String scope : token.scopes().tokens()) {
            worth.addAll(entry.scopeMap().getOrDefault(scope, Scopes.NONE).tokens());
        }
        return Scopes.of(worth);
    }

    /** Those who act in the new token besides the one who is added to them now. */
    static int depth(Exchange entry, Question question) {
        int before = question.subject().actors().size();
        return entry.mode() == Exchange.Mode.DELEGATION ? before + 1 : before;
    }

    /** Whether the subject token says nothing of who may act, or exactly that one does. */
    static boolean mayAct(Exchange entry, Question question) {
        MayAct only = question.subject().mayAct();
        if (only == null) {
            return true;
        }
        if (entry.mode() != Exchange.Mode.DELEGATION) {
            return false;
        }
        ProvedToken actor = question.actor();
        String client = question.client().value();
        return actor == null
                ? only.permits(question.issuer(), client, client)
                : only.permits(actor.issuer(), actor.name(), actor.client());
    }

    /**
     * Whether the actor token is what the entry takes; without one, whether it takes none. Nobody may act for the actor,
     * not even by the word of an issuer whom we do not trust with it: a part of the story would be lost.
     */
    static boolean actorFits(Exchange entry, Question question) {
        TokenSource expected = entry.actor();
        ProvedToken actor = question.actor();
        if (expected == null || actor == null) {
            return expected == null && actor == null;
        }
        return entry.mode() != Exchange.Mode.PLAIN && expected.takes(actor) && !actor.acted();
    }
}
