package io.bourse.entry;

import io.bourse.client.Client.Authentication;
import io.bourse.config.Secret;
import io.bourse.crypto.PasswordHasher;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads a secret that stands in an entry, in a variable or in a file. No problem of it shows what stands there, but for the name of a variable. */
final class SecretReader {

    /** Shorter ones are guessed; what is generated has 256 bits. */
    static final int MIN_LENGTH = 8;

    private static final String VARIABLE = "_env";
    private static final String FILE = "_file";
    private static final String GENERATE = "generate";
    private static final Pattern NAME = Pattern.compile("(?=.{3,40}$)[A-Z][A-Z0-9]*(_[A-Z0-9]+)+");

    private final ExternalSecrets external;
    private final boolean keepsAbsent;

    /** @param keepsAbsent whether a secret that is left away is the one that is stored */
    SecretReader(ExternalSecrets external, boolean keepsAbsent) {
        this.external = external;
        this.keepsAbsent = keepsAbsent;
    }

    /** The three keys by which a secret can be given. */
    static Set<String> keys(String key) {
        return Set.of(key, key + VARIABLE, key + FILE);
    }

    /** The secret at one of the three keys; empty if there is none or it was refused. */
    Optional<Secret> read(EntryFields fields, String key) {
        List<String> given = keys(key).stream().filter(fields::has).sorted().toList();
        if (given.size() > 1) {
            fields.problem(given.get(1), "and " + given.get(0) + " are both given; give one");
            return Optional.empty();
        }
        return given.isEmpty() ? Optional.empty() : resolve(fields, given.get(0));
    }

    /** As {@link #read}, or that the stored one is kept. */
    Optional<GivenSecret> readOrKeep(EntryFields fields, String key) {
        return keepsAbsent && keys(key).stream().noneMatch(fields::has)
                ? Optional.of(new GivenSecret.Kept())
                : read(fields, key).map(GivenSecret.Chosen::new);
    }

    private Optional<Secret> resolve(EntryFields fields, String key) {
        Optional<String> text = fields.text(key);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Optional<Secret> secret = Optional.of(new Secret(text.get()));
        if (key.endsWith(VARIABLE)) {
            secret = external.variable(text.get());
        } else if (key.endsWith(FILE)) {
            secret = external.file(text.get());
        }
        if (secret.isEmpty()) {
            fields.problem(key, unreadable(key, text.get()));
        }
        return secret;
    }

    /**
     * What does not look like the name of a variable is not shown: it may be the secret itself. One that looks like a name, as
     * few do that were generated, is shown.
     */
    private String unreadable(String key, String name) {
        if (external == ExternalSecrets.NONE) {
            return "is for files that `bourse apply` reads; send the secret itself";
        }
        if (key.endsWith(FILE)) {
            return "names a file that cannot be read";
        }
        return NAME.matcher(name).matches()
                ? "names the variable " + name + ", which is not set"
                : "names a variable that is not set";
    }

    /** A client's secrets, the newest first: {@code secret}, one of its variants, or the list {@code secrets}. */
    List<GivenSecret> readClient(EntryFields fields) {
        if (!fields.has("secrets")) {
            if (keepsAbsent && needsSecret(fields)) {
                return List.of(new GivenSecret.Kept());
            }
            return read(fields, "secret").map(secret -> given(fields, secret)).stream()
                    .toList();
        }
        if (keys("secret").stream().anyMatch(fields::has)) {
            fields.problem("secrets", "and secret are both given; give one");
            return List.of();
        }
        List<Node.Item> items = fields.items("secrets", "must be a list of one or two, the newer first");
        List<GivenSecret> secrets = new ArrayList<>();
        for (Node.Item item : items) {
            one(fields, item).ifPresent(secrets::add);
        }
        if (items.isEmpty() || items.size() > 2) {
            fields.problem("secrets", "must be a list of one or two, the newer first");
        }
        return secrets;
    }

    private static boolean needsSecret(EntryFields fields) {
        return keys("secret").stream().noneMatch(fields::has)
                && Choice.of(fields, "authentication", Authentication.SECRET) == Authentication.SECRET;
    }

    private Optional<GivenSecret> one(EntryFields fields, Node.Item item) {
        if (item.node() instanceof Node.Text text && text.text().equals(GENERATE)) {
            fields.problem("secrets", "cannot be generated: which one is the newer could not be told");
            return Optional.empty();
        }
        if (item.node() instanceof Node.Text text) {
            return Optional.of(chosen(fields, "secrets", new Secret(text.text())));
        }
        EntryFields variant = fields.inner("secrets", item, Set.of("secret_env", "secret_file"));
        return read(variant, "secret").map(secret -> chosen(variant, "secret_env", secret));
    }

    private GivenSecret given(EntryFields fields, Secret secret) {
        if (fields.has("secret") && secret.reveal().equals(GENERATE)) {
            return new GivenSecret.Generated();
        }
        String key = keys("secret").stream().filter(fields::has).findFirst().orElse("secret");
        return chosen(fields, key, secret);
    }

    private static GivenSecret chosen(EntryFields fields, String key, Secret secret) {
        if (secret.reveal().length() < MIN_LENGTH) {
            fields.problem(key, "is shorter than " + MIN_LENGTH + " characters; take a longer one, or: generate");
        } else if (!PasswordHasher.isAcceptable(secret)) {
            fields.problem(key, "is longer than 128 characters");
        }
        return new GivenSecret.Chosen(secret);
    }
}
