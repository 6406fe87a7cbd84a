package io.bourse.entry;

import io.bourse.client.Client;
import io.bourse.provider.Provider;
import io.bourse.provider.Provider.Introspection;
import io.bourse.provider.Provider.Proof;
import io.bourse.provider.Provider.UserInfo;
import io.bourse.user.User;
import java.util.List;

/** Fills in what an entry leaves blank: its project, and its secrets in their stored form. */
final class Completed {

    private Completed() {}

    static Client client(Declared<Client> declared, List<String> stored) {
        Client draft = declared.draft();
        return new Client(
                draft.id(),
                declared.inProject(),
                draft.enabled(),
                draft.authentication(),
                stored,
                draft.jwks(),
                draft.grants(),
                draft.scopes(),
                draft.audiences(),
                draft.serves(),
                draft.mayAct(),
                draft.identity(),
                draft.loginProvider(),
                draft.assignedUsersOnly(),
                draft.accessTokenLifetime(),
                draft.refreshIdle(),
                draft.refreshLifetime());
    }

    /** @param id the user's own, whether it was just made or was there before */
    static User user(Declared<User> declared, String id, List<String> stored) {
        User draft = declared.draft();
        String hash = stored.isEmpty() ? null : stored.get(0);
        return new User(
                id, declared.inProject(), draft.username(), draft.email(), hash, draft.enabled(), draft.profile());
    }

    static Provider provider(Declared<Provider> declared, List<String> stored) {
        Provider draft = declared.draft();
        Proof proof = stored.isEmpty() ? draft.proof() : proof(draft.proof(), stored.get(0));
        return draft.in(declared.inProject(), proof);
    }

    private static Proof proof(Proof proof, String sealed) {
        if (proof instanceof UserInfo info && info.audienceProof() != null) {
            return new UserInfo(info.userInfoUri(), info.audienceProof().withSecret(sealed));
        }
        return proof instanceof Introspection introspection ? introspection.withSecret(sealed) : proof;
    }

    /** The sealed secret with which we authenticate at a provider; empty if it has none. */
    static List<String> sealed(Provider provider) {
        Proof proof = provider.proof();
        if (proof instanceof UserInfo info && info.audienceProof() != null) {
            return info.audienceProof().sealedSecret().stream().toList();
        }
        return proof instanceof Introspection introspection
                ? introspection.sealedSecret().stream().toList()
                : List.of();
    }
}
