package io.bourse.policy;

import io.bourse.oauth.ClientId;
import io.bourse.oauth.Scopes;
import java.util.List;

/** May this be turned into that? A pure function over entries: denied unless one entry allows all of it. */
public final class ExchangePolicy {

    private ExchangePolicy() {}

    /**
     * What is asked.
     *
     * @param subjectClient whose token is shown
     * @param subjectAudiences what that token is meant for
     * @param subjectScopes what that token carries
     * @param clientScopes the most that the asking client may have
     * @param scopes what is asked for; as much as there is if empty
     * @param targets what it is asked for; the entry's default if empty
     */
    public record Question(
            ClientId subjectClient,
            List<String> subjectAudiences,
            Scopes subjectScopes,
            Scopes clientScopes,
            Scopes scopes,
            List<String> targets) {}

    public sealed interface Decision {}

    /** The entry allows these scopes for these targets; never empty. */
    public record Allowed(Exchange entry, Scopes scopes, List<String> targets) implements Decision {}

    /** No entry allows it; the check is the furthest that any entry came to. */
    public record Denied(Check check) implements Decision {}

    /** The checks, in the order in which they are made. */
    public enum Check {
        SUBJECT,
        TARGET,
        SCOPE
    }

    /** Decides over the entries of the asking client, in their order. */
    public static Decision decide(List<Exchange> entries, Question question) {
        Check furthest = Check.SUBJECT;
        for (Exchange entry : entries) {
            Decision decision = decide(entry, question);
            if (decision instanceof Denied denied) {
                furthest = denied.check().compareTo(furthest) > 0 ? denied.check() : furthest;
            } else {
                return decision;
            }
        }
        return new Denied(furthest);
    }

    private static Decision decide(Exchange entry, Question question) {
        if (!entry.enabled() || !matchesSubject(entry, question)) {
            return new Denied(Check.SUBJECT);
        }
        List<String> targets = question.targets().isEmpty()
                ? List.of(entry.targets().get(0))
                : question.targets().stream().distinct().toList();
        if (!entry.targets().containsAll(targets)) {
            return new Denied(Check.TARGET);
        }
        Scopes most = entry.scopes().intersect(question.subjectScopes()).intersect(question.clientScopes());
        Scopes scopes = question.scopes().isEmpty() ? most : question.scopes();
        if (scopes.isEmpty() || !most.containsAll(scopes)) {
            return new Denied(Check.SCOPE);
        }
        return new Allowed(entry, scopes, targets);
    }

    private static boolean matchesSubject(Exchange entry, Question question) {
        return entry.subjectClient().equals(question.subjectClient())
                && (entry.subjectAudience() == null
                        || question.subjectAudiences().contains(entry.subjectAudience()));
    }
}
