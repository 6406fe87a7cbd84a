package io.bourse.entry;

import io.bourse.config.Secret;
import io.bourse.crypto.PasswordHasher;
import io.bourse.user.LoginName;
import io.bourse.user.User;
import java.text.Normalizer;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads a user's entry and refuses what cannot be safe. */
final class UserReader {

    static final Set<String> KEYS =
            Set.of("username", "project", "email", "enabled", "password", "password_env", "password_file");

    private static final int MIN_PASSWORD = 8;

    private final SecretReader secrets;

    UserReader(SecretReader secrets) {
        this.secrets = secrets;
    }

    Declared<User> read(EntryFields fields) {
        Optional<String> email = fields.text("email");
        email.flatMap(Syntax::email).ifPresent(text -> fields.problem("email", text));
        String username = fields.text("username").orElse("");
        // In the form in which names are compared: other characters than this one become it.
        if (LoginName.of(username).value().contains("@")
                && email.filter(own -> isSame(own, username)).isEmpty()) {
            fields.problem(
                    "username", "looks like an e-mail address that is not this user's own; give it as email too");
        }
        Optional<Secret> password = secrets.read(fields, "password");
        password.ifPresent(given -> checkPassword(fields, given));
        User draft = new User("", "", username, email.orElse(null), null, fields.flag("enabled", true));
        List<GivenSecret> given =
                password.<GivenSecret>map(GivenSecret.Chosen::new).stream().toList();
        return new Declared<>(fields.place(), fields.text("project").orElse(null), given, draft);
    }

    private static boolean isSame(String email, String username) {
        return LoginName.of(email).equals(LoginName.of(username));
    }

    private static void checkPassword(EntryFields fields, Secret password) {
        // As it will be compared: an accent written in two characters counts as one.
        String text = Normalizer.normalize(password.reveal(), Normalizer.Form.NFC);
        if (text.codePointCount(0, text.length()) < MIN_PASSWORD || !PasswordHasher.isAcceptable(password)) {
            String key = SecretReader.keys("password").stream()
                    .filter(fields::has)
                    .findFirst()
                    .orElseThrow();
            fields.problem(key, "must have " + MIN_PASSWORD + " to 128 characters");
        }
    }
}
