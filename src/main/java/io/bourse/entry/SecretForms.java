package io.bourse.entry;

import io.bourse.client.Client;
import io.bourse.client.StoredSecret;
import io.bourse.config.Secret;
import io.bourse.crypto.CannotOpenException;
import io.bourse.crypto.PasswordHasher;
import io.bourse.crypto.PasswordHasher.Outcome;
import io.bourse.crypto.Secrets;
import io.bourse.entry.Prepared.Forms;
import io.bourse.provider.Provider;
import io.bourse.provider.ProviderSecrets;
import io.bourse.user.User;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns given secrets into the forms in which they are stored. A secret that is stored already keeps its form, so that
 * applying the same entries again changes nothing.
 */
public final class SecretForms {

    private final PasswordHasher hasher;
    private final ProviderSecrets providerSecrets;
    private final Secrets secrets;

    public SecretForms(PasswordHasher hasher, ProviderSecrets providerSecrets, Secrets secrets) {
        this.hasher = hasher;
        this.providerSecrets = providerSecrets;
        this.secrets = secrets;
    }

    /** @param entries each with its project */
    Future<Prepared> prepare(Entries entries, Snapshot snapshot) {
        Map<Slot, Forms> forms = new HashMap<>();
        // One after the other: the hasher's queue is short, and others wait in it too.
        Future<Void> done = Future.succeededFuture();
        for (Declared<Client> client : entries.clients()) {
            done = done.compose(before -> client(client, snapshot))
                    .map(made -> put(forms, Slot.client(client), made))
                    .mapEmpty();
        }
        for (Declared<User> user : entries.users()) {
            done = done.compose(before -> user(user, snapshot))
                    .map(made -> put(forms, Slot.user(user), made))
                    .mapEmpty();
        }
        for (Declared<Provider> provider : entries.providers()) {
            put(forms, Slot.provider(provider), provider(provider, snapshot));
        }
        return done.map(all -> new Prepared(forms));
    }

    private static Forms put(Map<Slot, Forms> forms, Slot slot, Forms made) {
        forms.put(slot, made);
        return made;
    }

    private Future<Forms> client(Declared<Client> client, Snapshot snapshot) {
        Client old = snapshot.clients().get(client.draft().id());
        List<String> stored = old == null ? List.of() : old.secrets();
        if (GivenSecret.areKept(client.secrets())) {
            return Future.succeededFuture(new Forms(stored, stored, null));
        }
        if (client.secrets().stream().anyMatch(GivenSecret.Generated.class::isInstance)) {
            return Future.succeededFuture(generated(stored));
        }
        return chosen(client.secrets(), stored);
    }

    private Forms generated(List<String> stored) {
        Optional<String> kept =
                stored.stream().filter(StoredSecret::isGenerated).findFirst();
        if (kept.isPresent()) {
            return new Forms(stored, List.of(kept.get()), null);
        }
        Secret made = secrets.generate();
        return new Forms(stored, List.of(sha256(made)), made);
    }

    private static String sha256(Secret secret) {
        return StoredSecret.SHA256_PREFIX + Secrets.sha256(secret.reveal());
    }

    private Future<Forms> user(Declared<User> user, Snapshot snapshot) {
        List<String> stored =
                snapshot.user(user).flatMap(User::password).map(List::of).orElse(List.of());
        return GivenSecret.areKept(user.secrets())
                ? Future.succeededFuture(new Forms(stored, stored, null))
                : chosen(user.secrets(), stored);
    }

    private Future<Forms> chosen(List<GivenSecret> given, List<String> stored) {
        List<String> after = new ArrayList<>();
        Future<Void> done = Future.succeededFuture();
        for (GivenSecret each : given) {
            if (each instanceof GivenSecret.Chosen chosen) {
                done = done.compose(before -> form(chosen.secret(), stored))
                        .map(after::add)
                        .mapEmpty();
            }
        }
        return done.map(all -> new Forms(stored, after, null));
    }

    private Future<String> form(Secret secret, List<String> stored) {
        Future<Optional<String>> same = Future.succeededFuture(Optional.empty());
        for (String candidate : stored) {
            same = same.compose(found -> found.isPresent()
                    ? Future.succeededFuture(found)
                    : isSame(secret, candidate).map(match -> match ? Optional.of(candidate) : Optional.empty()));
        }
        return same.compose(found -> found.map(Future::succeededFuture).orElseGet(() -> hasher.hash(secret)));
    }

    private Future<Boolean> isSame(Secret secret, String stored) {
        if (StoredSecret.isGenerated(stored)) {
            return Future.succeededFuture(Secrets.equal(sha256(secret), stored));
        }
        return hasher.verify(secret, stored).map(outcome -> outcome != Outcome.MISMATCH);
    }

    private Forms provider(Declared<Provider> provider, Snapshot snapshot) {
        Provider old = snapshot.providers().get(provider.draft().id());
        List<String> stored = old == null ? List.of() : Completed.sealed(old);
        if (GivenSecret.areKept(provider.secrets())) {
            return new Forms(stored, stored, null);
        }
        String id = provider.draft().id();
        List<String> after = new ArrayList<>();
        for (GivenSecret each : provider.secrets()) {
            if (each instanceof GivenSecret.Chosen chosen) {
                after.add(stored.stream()
                        .filter(before -> isSealed(id, chosen.secret(), before))
                        .findFirst()
                        .orElseGet(() -> providerSecrets.seal(id, chosen.secret())));
            }
        }
        return new Forms(stored, after, null);
    }

    /** Whether it is sealed as it would be now: what an older master key sealed is sealed again. */
    private boolean isSealed(String providerId, Secret secret, String sealed) {
        try {
            return providerSecrets.isSealedByNewest(sealed)
                    && Secrets.equal(providerSecrets.open(providerId, sealed).reveal(), secret.reveal());
        } catch (CannotOpenException e) {
            return false;
        }
    }
}
