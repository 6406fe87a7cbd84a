package io.bourse.token;

import io.bourse.changelog.Change.RevokedKind;
import io.bourse.client.Client;
import io.bourse.oauth.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who or what had a part in a token, and when. Revoking a party ends what it had a part in before.
 *
 * @param kind {@code USER}, also for a workload; {@code CLIENT}, {@code PROVIDER}, {@code EXCHANGE} or
 *     {@code PRINCIPAL}
 * @param id of the user, workload or entry
 * @param at epoch milliseconds: of the login for a user, of the issue for all others
 */
public record Party(RevokedKind kind, String id, long at) {

    /**
     * For how long after its {@code not_before} a fact about a party or a signing key is kept: no login
     * lives longer. Of what such a fact kills, a family made by a login began before it and ends within this time; one
     * made from tokens ends with them; access tokens live much shorter, and none is given for what is dead. The minute is
     * for the leeway with which expiry is checked.
     */
    public static final Duration REMEMBERED = Client.MAX_REFRESH_LIFETIME.plusMinutes(1);

    /** Means the same to PostgreSQL. Twelve digits fit into a long. */
    static final String FORM = "(user|client|provider|exchange|principal):([0-9a-z]{1,12}):(.+)";

    private static final Pattern WRITTEN = Pattern.compile(FORM, Pattern.DOTALL);

    /** A subject, or an actor. */
    public static Party of(Subject subject, long at) {
        RevokedKind kind = subject.kind() == Subject.Kind.CLIENT ? RevokedKind.CLIENT : RevokedKind.USER;
        return new Party(kind, subject.id(), at);
    }

    /** A provider that proved something for a token. */
    public static Party provider(String id, Instant at) {
        return new Party(RevokedKind.PROVIDER, id, at.toEpochMilli());
    }

    /** An exchange entry that allowed a token. */
    public static Party exchange(String id, Instant at) {
        return new Party(RevokedKind.EXCHANGE, id, at.toEpochMilli());
    }

    /** A principal whose signature asked for a token. */
    public static Party principal(String id, Instant at) {
        return new Party(RevokedKind.PRINCIPAL, id, at.toEpochMilli());
    }

    /** As it stands in {@code lin}: {@code client:mhz3k1aw:demo}, the time in base 36. No id of a token has a colon. */
    public String asAncestor() {
        return kind.name().toLowerCase(Locale.ROOT) + ":" + Long.toString(at, Character.MAX_RADIX) + ":" + id;
    }

    static boolean isExchange(String ancestor) {
        return ancestor.startsWith("exchange:");
    }

    /**
     * What {@link #asAncestor} wrote.
     *
     * @throws IllegalArgumentException if it is of no form that we know, as a newer version may write one
     */
    static Party parse(String ancestor) {
        Matcher form = WRITTEN.matcher(ancestor);
        if (!form.matches()) {
            throw new IllegalArgumentException("an ancestor of unknown form");
        }
        return new Party(
                RevokedKind.valueOf(form.group(1).toUpperCase(Locale.ROOT)),
                form.group(3),
                Long.parseLong(form.group(2), Character.MAX_RADIX));
    }
}
