package io.bourse.entry;

import io.bourse.changelog.Change.EntryKind;
import io.bourse.client.Client;
import io.bourse.provider.Provider;
import io.bourse.user.User;

/** Whose secrets: one entry of one kind. */
record Slot(EntryKind kind, String id) {

    static Slot client(Declared<Client> client) {
        return new Slot(EntryKind.CLIENT, client.draft().id().value());
    }

    static Slot user(Declared<User> user) {
        String username = user.draft().username();
        return new Slot(
                EntryKind.USER, username == null ? user.draft().id() : user.inProject() + " " + Snapshot.key(username));
    }

    static Slot provider(Declared<Provider> provider) {
        return new Slot(EntryKind.PROVIDER, provider.draft().id());
    }
}
