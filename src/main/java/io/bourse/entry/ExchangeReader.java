package io.bourse.entry;

import io.bourse.client.Client;
import io.bourse.oauth.ClientId;
import io.bourse.oauth.Scopes;
import io.bourse.policy.Exchange;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads an exchange's entry and refuses what cannot be safe. */
final class ExchangeReader {

    static final Set<String> KEYS =
            Set.of("id", "enabled", "client", "subject", "targets", "scopes", "lifetime", "refresh");
    static final Set<String> SUBJECT_KEYS = Set.of("client", "audience");

    private ExchangeReader() {}

    static Declared<Exchange> read(EntryFields fields) {
        if (!fields.has("subject")) {
            fields.problem("subject", "is missing; say whose tokens may be exchanged, such as {client: demo}");
        }
        Optional<EntryFields> subject = fields.section("subject", SUBJECT_KEYS);
        Optional<String> audience = subject.flatMap(section -> section.text("audience"));
        audience.flatMap(Syntax::audience)
                .ifPresent(text -> subject.orElseThrow().problem("audience", text));
        List<String> targets = fields.list("targets", Syntax::audience);
        if (targets.isEmpty()) {
            fields.problem("targets", "is missing; say what the new tokens may be meant for");
        }
        Scopes scopes = ClientReader.scopes(fields);
        if (scopes.isEmpty()) {
            fields.problem("scopes", "is missing; say what the new tokens may carry");
        }
        Exchange draft = new Exchange(
                fields.text("id").orElse(""),
                fields.flag("enabled", true),
                new ClientId(fields.required("client")),
                new ClientId(subject.map(section -> section.required("client")).orElse("")),
                audience.orElse(null),
                targets,
                scopes,
                fields.duration("lifetime", Client.MAX_ACCESS_TOKEN_LIFETIME).orElse(null),
                fields.flag("refresh", false));
        return new Declared<>(fields.place(), null, List.of(), draft);
    }
}
