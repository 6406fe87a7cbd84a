package io.bourse.entry;

import io.bourse.client.Client;
import io.bourse.provider.AudienceProof;
import io.bourse.provider.Provider;
import io.bourse.provider.Provider.Introspection;
import io.bourse.provider.Provider.Proof;
import io.bourse.provider.Provider.UserInfo;
import java.util.Optional;

/** Checks that a secret that an entry leaves away is stored, and is not sent to anybody who was not given it. */
final class KeptSecrets {

    private final Snapshot before;
    private final Problems problems;

    KeptSecrets(Snapshot before, Problems problems) {
        this.before = before;
        this.problems = problems;
    }

    void check(Entries entries) {
        entries.clients().stream()
                .filter(client -> GivenSecret.areKept(client.secrets()))
                .forEach(this::checkClient);
        entries.providers().stream()
                .filter(provider -> GivenSecret.areKept(provider.secrets()))
                .forEach(this::checkProvider);
    }

    private void checkClient(Declared<Client> client) {
        Client old = before.clients().get(client.draft().id());
        if (old != null && old.authentication() != Client.Authentication.SECRET) {
            client.problem(
                    problems,
                    "authentication",
                    "means secret, which is missing; to keep what is registered, say authentication: "
                            + Choice.name(old.authentication()));
        } else if (old == null || old.secrets().isEmpty()) {
            client.problem(problems, "secret", ClientReader.NO_SECRET);
        }
    }

    private void checkProvider(Declared<Provider> provider) {
        Provider old = before.providers().get(provider.draft().id());
        Optional<AudienceProof> stored = old == null ? Optional.empty() : authenticated(old.proof());
        Optional<AudienceProof> target = authenticated(provider.draft().proof());
        if (stored.isEmpty()) {
            provider.problem(problems, "secret", "is missing: that with which we authenticate at the provider");
        } else if (target.filter(it -> isSameParty(it, stored.get())).isEmpty()) {
            provider.problem(problems, "secret", "must be given again for another address: it was for the old one");
        }
    }

    private static boolean isSameParty(AudienceProof one, AudienceProof other) {
        return one.getClass().equals(other.getClass()) && one.uri().equals(other.uri());
    }

    private static Optional<AudienceProof> authenticated(Proof proof) {
        Optional<AudienceProof> asked =
                proof instanceof Introspection introspection ? Optional.of(introspection) : Optional.empty();
        if (proof instanceof UserInfo info) {
            asked = Optional.ofNullable(info.audienceProof());
        }
        return asked.filter(it -> it.sealedSecret().isPresent());
    }
}
