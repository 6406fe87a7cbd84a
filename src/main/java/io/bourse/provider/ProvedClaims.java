package io.bourse.provider;

import com.fasterxml.jackson.databind.JsonNode;
import io.bourse.jose.ActorClaims;
import io.bourse.jose.BearerKey;
import io.bourse.jose.InvalidJwtException;
import io.bourse.oauth.Actor;
import io.bourse.oauth.MayAct;
import io.bourse.oauth.OAuthException;
import io.bourse.oauth.SaneText;
import io.bourse.oauth.Scopes;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a provider says, in a token or an answer that was proved to be the provider's. All kinds of proof end in
 * {@link #identity}, so this is where an entry's conditions and mappings apply.
 *
 * @param claims a JSON object
 */
record ProvedClaims(Provider provider, JsonNode claims) {

    private static final int MAX_TEXT = 255;

    /** As long as SPIFFE lets an id be; a service account of Kubernetes has up to 339. */
    private static final int MAX_WORKLOAD = 2048;

    private static final int MAX_TOKEN_ID = 1024;
    private static final int MAX_VALUES = 100;

    /** Bytes of UTF-8 over all attributes: what goes into our tokens must leave room for their lineage. */
    private static final int MAX_ATTRIBUTES = 4096;

    /** The year 9999: far beyond any token and within what every database can store. */
    private static final double MAX_TIME = 253_402_300_799d;

    /**
     * Whom these claims are about, if they meet the entry's conditions.
     *
     * @param token what is said of the token itself; the same claims unless two answers say it
     * @throws OAuthException {@code invalid_grant} if a condition is not met or the provider says what is no sane value
     */
    ExternalIdentity identity(ProvedClaims token, ForeignToken raw) {
        requireConditions(token);
        String issuer = provider.authority();
        String subject = subject();
        return new ExternalIdentity(
                provider.id(),
                issuer,
                text(SubjectMapping.SUB, maxName()).orElse(subject),
                subject,
                text(emailClaim(), ExternalIdentity.MAX_EMAIL).orElse(null),
                isEmailVerified(),
                token.time("iat").orElse(null),
                token.time("exp").orElse(null),
                token.ancestor(raw, issuer),
                token.strings("aud"),
                token.scopes(),
                token.actors(issuer),
                has(ActorClaims.ACT) || token.has(ActorClaims.ACT),
                mayAct(token).map(party -> party.issuedBy(issuer)).orElse(null),
                isBound() || token.isBound(),
                attributes());
    }

    /** To a key, by the standard's claim (RFC 7800 section 3.1) or as a session token is that requests are signed with. */
    private boolean isBound() {
        return has("cnf") || has(BearerKey.CLAIM);
    }

    /** A condition on a claim that the answer about the person lacks is one on what is said of the token. */
    private void requireConditions(ProvedClaims token) {
        for (Condition condition : provider.conditions()) {
            boolean here = says(condition.claim());
            if (!condition.isMetBy(here ? claims : token.claims())) {
                throw OAuthException.invalidGrant(
                        "provider " + provider.id() + " demands " + condition.wanted() + ", the token does not say so");
            }
        }
    }

    /** Users have 255 characters (OpenID Connect Core section 2). */
    private int maxName() {
        return provider.subject().isUser() ? MAX_TEXT : MAX_WORKLOAD;
    }

    /** The mapped claim, exact, not empty, without control characters. */
    private String subject() {
        return name(provider.subject().claim())
                .orElseThrow(() -> OAuthException.invalidGrant("the provider names no usable subject"));
    }

    /** What a claim calls the bearer: a text, or an integer unless it is {@code sub}. */
    Optional<String> name(String claim) {
        JsonNode value = ClaimPath.find(claims, claim);
        return value.isIntegralNumber() && !claim.equals(SubjectMapping.SUB)
                ? Optional.of(value.asText()).filter(text -> SaneText.is(text, maxName()))
                : text(claim, maxName());
    }

    private String emailClaim() {
        return provider.claims().getOrDefault(Provider.EMAIL, Provider.EMAIL);
    }

    /** It speaks of the claim {@code email} and of no other. Some say it as a text. */
    private boolean isEmailVerified() {
        JsonNode verified = claims.path("email_verified");
        boolean said = verified.isBoolean() || verified.isTextual();
        return emailClaim().equals(Provider.EMAIL) && said && verified.asText().equals("true");
    }

    /**
     * The lineage id of the token that these claims are about: by its {@code jti} if they have one, so that two
     * spellings of one token are one, else by the token itself without a signature.
     *
     * @param issuer the space in which a {@code jti} is unique
     */
    private String ancestor(ForeignToken token, String issuer) {
        return text("jti", MAX_TOKEN_ID)
                .map(id -> ForeignToken.ancestor(issuer, id))
                .orElseGet(token::ancestor);
    }

    /**
     * A NumericDate (RFC 7519 section 2); empty if it is absent or null.
     *
     * @throws OAuthException {@code invalid_grant} if it is no time
     */
    Optional<Instant> time(String name) {
        JsonNode value = claims.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isNumber() || !isTime(value.doubleValue())) {
            throw OAuthException.invalidGrant("the provider's " + name + " is no time");
        }
        return Optional.of(Instant.ofEpochMilli((long) (value.doubleValue() * 1000)));
    }

    /** Written so that NaN is none. */
    private static boolean isTime(double seconds) {
        return seconds >= 0 && seconds <= MAX_TIME;
    }

    /** {@code scope} (RFC 9068 section 2.2.3), or {@code scp}, as some write it; either a text or an array. */
    private Scopes scopes() {
        String name = has("scope") ? "scope" : "scp";
        try {
            return Scopes.parse(String.join(" ", strings(name)));
        } catch (OAuthException e) {
            throw OAuthException.invalidGrant("the provider's " + name + ": " + e.getMessage());
        }
    }

    private List<Actor> actors(String issuer) {
        try {
            return provider.keepsActors() ? ActorClaims.actors(claims, issuer) : List.of();
        } catch (InvalidJwtException e) {
            throw OAuthException.invalidGrant("the provider's " + e.getMessage());
        }
    }

    /** Whoever says who may act restricts, so both may say it. */
    private Optional<MayAct> mayAct(ProvedClaims token) {
        try {
            Optional<MayAct> here = ActorClaims.mayAct(claims);
            Optional<MayAct> there = ActorClaims.mayAct(token.claims());
            if (here.isPresent() && there.isPresent() && !here.equals(there)) {
                throw OAuthException.invalidGrant("the provider says twice who may act, and not the same");
            }
            return here.or(() -> there);
        } catch (InvalidJwtException e) {
            throw OAuthException.invalidGrant("the provider's " + e.getMessage());
        }
    }

    private Map<String, List<String>> attributes() {
        Map<String, List<String>> attributes = new TreeMap<>();
        provider.claims().forEach((name, claim) -> {
            JsonNode value = ClaimPath.find(claims, claim);
            if (!name.equals(Provider.EMAIL) && !value.isMissingNode() && !value.isNull()) {
                attributes.put(name, values(name, value));
            }
        });
        int size = attributes.values().stream()
                .flatMap(List::stream)
                .mapToInt(text -> text.getBytes(StandardCharsets.UTF_8).length)
                .sum();
        if (size > MAX_ATTRIBUTES) {
            throw OAuthException.invalidGrant(
                    "the provider's " + attributes.keySet() + " have more than " + MAX_ATTRIBUTES + " bytes together");
        }
        return attributes;
    }

    /** Too many are refused: those that we left away could be the ones that a rule forbids. */
    private static List<String> values(String name, JsonNode value) {
        List<String> values = strings(value);
        boolean understood = !values.isEmpty() || (value.isArray() && value.isEmpty());
        boolean sane = values.size() <= MAX_VALUES && values.stream().allMatch(each -> SaneText.is(each, MAX_TEXT));
        if (!understood || !sane) {
            throw OAuthException.invalidGrant("the provider's " + name + " are no texts, too long or too many");
        }
        return values;
    }

    /** Whether the claim, a string or an array of strings, holds one of these. */
    boolean holdsAny(String name, Set<String> accepted) {
        return strings(name).stream().anyMatch(accepted::contains);
    }

    /** The claim's strings; empty if it is absent or anything but a string or an array of strings. */
    List<String> strings(String name) {
        return strings(claims.path(name));
    }

    static List<String> strings(JsonNode value) {
        if (value.isTextual()) {
            return List.of(value.textValue());
        }
        List<String> strings = new ArrayList<>();
        for (JsonNode item : value) {
            if (!value.isArray() || !item.isTextual()) {
                return List.of();
            }
            strings.add(item.textValue());
        }
        return strings;
    }

    /** Whether anything stands where this names a claim, by a name or a pointer; null included. */
    boolean says(String claim) {
        return !ClaimPath.find(claims, claim).isMissingNode();
    }

    /** Whether the claim is there at all, null included. */
    boolean has(String name) {
        return claims.has(name);
    }

    private Optional<String> text(String claim, int max) {
        JsonNode value = ClaimPath.find(claims, claim);
        return value.isTextual() && SaneText.is(value.textValue(), max)
                ? Optional.of(value.textValue())
                : Optional.empty();
    }
}
