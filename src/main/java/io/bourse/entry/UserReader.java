package io.bourse.entry;

import io.bourse.config.Secret;
import io.bourse.crypto.PasswordHasher;
import io.bourse.user.LoginName;
import io.bourse.user.Profile;
import io.bourse.user.User;
import java.text.Normalizer;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads a user's entry and refuses what cannot be safe. */
final class UserReader {

    static final Set<String> KEYS = Set.of(
            "id",
            "username",
            "project",
            "email",
            "enabled",
            "password",
            "password_env",
            "password_file",
            "name",
            "locale",
            "timezone",
            "password_allow_reset",
            "password_require_update");

    private static final String NO_PASSWORD = "none";

    private static final int MIN_PASSWORD = 8;

    private final SecretReader secrets;

    UserReader(SecretReader secrets) {
        this.secrets = secrets;
    }

    /** The draft's id is empty if the entry names the user by user name alone, its user name null if by id alone. */
    Declared<User> read(EntryFields fields) {
        Optional<String> id = fields.text("id");
        id.flatMap(Syntax::userId).ifPresent(text -> fields.problem("id", text));
        Optional<String> email = fields.text("email");
        Optional<String> username = fields.text("username");
        // Of whoever is named by id alone, it is known later whether there is a user name.
        email.flatMap(id.isPresent() && username.isEmpty() ? Syntax::claimedEmail : Syntax::email)
                .ifPresent(text -> fields.problem("email", text));
        if (posesAsAnother(username.orElse(""), email)) {
            fields.problem(
                    "username", "looks like an e-mail address that is not this user's own; give it as email too");
        }
        User draft = new User(
                id.orElse(""),
                "",
                username.orElse(null),
                email.orElse(null),
                null,
                fields.flag("enabled", true),
                profile(fields));
        return new Declared<>(fields.place(), fields.text("project").orElse(null), password(fields), draft);
    }

    private static Profile profile(EntryFields fields) {
        Optional<String> name = fields.text("name");
        name.flatMap(Syntax::name).ifPresent(text -> fields.problem("name", text));
        Optional<String> locale = fields.text("locale");
        locale.flatMap(Syntax::locale).ifPresent(text -> fields.problem("locale", text));
        Optional<String> timezone = fields.text("timezone");
        timezone.flatMap(Syntax::timezone).ifPresent(text -> fields.problem("timezone", text));
        return new Profile(
                name.orElse(null),
                locale.orElse(null),
                timezone.orElse(null),
                fields.flag("password_allow_reset", false),
                fields.flag("password_require_update", false));
    }

    private List<GivenSecret> password(EntryFields fields) {
        if (fields.has("password")
                && fields.text("password").filter(NO_PASSWORD::equals).isPresent()) {
            return List.of();
        }
        Optional<GivenSecret> password = secrets.readOrKeep(fields, "password");
        if (password.isPresent() && password.get() instanceof GivenSecret.Chosen chosen) {
            checkPassword(fields, chosen.secret());
        }
        return password.stream().toList();
    }

    /** Whether the user name looks like an e-mail address that is not the user's own. */
    static boolean posesAsAnother(String username, Optional<String> email) {
        // In the form in which names are compared: other characters than this one become it.
        return LoginName.of(username).value().contains("@")
                && email.filter(own -> isSame(own, username)).isEmpty();
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
