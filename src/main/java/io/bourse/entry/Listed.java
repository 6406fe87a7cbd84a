package io.bourse.entry;

import io.bourse.client.Client;
import io.bourse.policy.Exchange;
import io.bourse.policy.TokenOrigin;
import io.bourse.policy.TokenSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an entry lists as targets. */
final class Listed {

    private Listed() {}

    static List<String> by(Client client) {
        List<String> listed = new ArrayList<>(client.audiences());
        listed.addAll(client.serves());
        return listed;
    }

    static List<String> by(Exchange exchange) {
        List<String> listed = new ArrayList<>(exchange.targets());
        listed.addAll(by(exchange.subject()));
        listed.addAll(by(exchange.actor()));
        return listed;
    }

    /** The audience of another issuer's tokens is a word of that issuer's. */
    static List<String> by(@Nullable TokenSource source) {
        String audience = source == null ? null : source.audience();
        return source != null && audience != null && source.origin() instanceof TokenOrigin.Ours
                ? List.of(audience)
                : List.of();
    }
}
