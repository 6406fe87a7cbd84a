package io.bourse.entry;

import io.bourse.client.Client;
import io.bourse.client.Project;
import io.bourse.policy.Exchange;
import io.bourse.policy.Target;
import io.bourse.principal.Principal;
import io.bourse.provider.Provider;
import io.bourse.user.User;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Reads entries from YAML, of which JSON is a part. The same rules hold wherever a text of entries comes from: what is
 * refused in a file cannot be brought in by another way.
 */
public final class EntryFile {

    static final Set<String> KEYS =
            Set.of("projects", "clients", "users", "providers", "exchanges", "targets", "principals");
    static final Set<String> PROJECT_KEYS = Set.of("id", "enabled");

    /** Each takes a tenth of a second or so. */
    private static final int MAX_HASHED = 100;

    private static final String USERNAME = "username";

    private final ClientReader clientReader;
    private final UserReader userReader;
    private final ProviderReader providerReader;
    private final int maxHashed;

    /** @param external where secrets may come from besides the text */
    public EntryFile(ExternalSecrets external) {
        this(new SecretReader(external, false), Integer.MAX_VALUE);
    }

    /**
     * For entries that come over the network: they bring all their secrets along, and what they leave away stays as it
     * is stored. They hold few secrets to hash, because a server does that while it serves.
     */
    public static EntryFile ofCallers() {
        return new EntryFile(new SecretReader(ExternalSecrets.NONE, true), MAX_HASHED);
    }

    private EntryFile(SecretReader secrets, int maxHashed) {
        this.maxHashed = maxHashed;
        this.clientReader = new ClientReader(secrets);
        this.userReader = new UserReader(secrets);
        this.providerReader = new ProviderReader(secrets);
    }

    /**
     * Parses and checks each entry in itself.
     *
     * @param name the file's name as problems show it; JSON if it ends in {@code .json}, else YAML
     * @throws EntryProblems with everything that is wrong
     */
    public Entries parse(String name, String text) {
        Problems problems = new Problems(name);
        Node.Item root = NodeReader.read(name, text, problems);
        EntryFields top = EntryFields.of("", root, problems).only(KEYS);
        List<Declared<Project>> projects =
                new Section(top, problems, "projects", "project", "id", PROJECT_KEYS).read(EntryFile::project);
        List<Declared<Client>> clients =
                new Section(top, problems, "clients", "client", "id", ClientReader.KEYS).read(clientReader::read);
        List<Declared<User>> users =
                new Section(top, problems, "users", "user", USERNAME, UserReader.KEYS).read(userReader::read);
        List<Declared<Provider>> providers = new Section(
                        top, problems, "providers", "provider", "id", ProviderReader.KEYS)
                .read(providerReader::read);
        List<Declared<Exchange>> exchanges = new Section(
                        top, problems, "exchanges", "exchange", "id", ExchangeReader.KEYS)
                .read(ExchangeReader::read);
        List<Declared<Target>> targets =
                new Section(top, problems, "targets", "target", "id", TargetReader.KEYS).read(TargetReader::read);
        List<Declared<Principal>> principals = new Section(
                        top, problems, "principals", "principal", "id", PrincipalReader.KEYS)
                .read(PrincipalReader::read);
        checkHashed(Stream.concat(clients.stream(), users.stream()), problems);
        problems.finish();
        return new Entries(name, projects, clients, users, providers, exchanges, targets, principals);
    }

    /** Notes the entry that gives the first secret that is too many. */
    private void checkHashed(Stream<? extends Declared<?>> entries, Problems problems) {
        AtomicLong hashed = new AtomicLong();
        entries.filter(entry -> hashed.addAndGet(entry.chosenSecrets()) > maxHashed)
                .findFirst()
                .ifPresent(entry -> problems.note(
                        entry.place().line(),
                        entry.place().label() + " gives more secrets and passwords to hash than the " + maxHashed
                                + " of one text; send several, or use: bourse apply"));
    }

    private static Declared<Project> project(EntryFields fields) {
        Project draft = new Project(fields.text("id").orElse(""), fields.flag("enabled", true));
        return new Declared<>(fields.place(), null, List.of(), draft);
    }

    /** One of the lists of the file. */
    private record Section(
            EntryFields top, Problems problems, String key, String kind, String nameKey, Set<String> keys) {

        <T> List<Declared<T>> read(Function<EntryFields, Declared<T>> reader) {
            List<Declared<T>> entries = new ArrayList<>();
            Map<String, Integer> lines = new HashMap<>();
            for (Node.Item item : top.items(key, "must be a list of entries, each beginning with -")) {
                EntryFields fields = EntryFields.of(kind, item, problems);
                Optional<String> name = name(fields);
                EntryFields named = name.map(fields::named).orElse(fields).only(keys);
                // A user may be named in two ways, and the same user name stand in two projects; those are told apart
                // once projects are known.
                Integer first =
                        name.isEmpty() || nameKey.equals(USERNAME) ? null : lines.putIfAbsent(name.get(), item.line());
                if (first != null) {
                    named.problem(nameKey, "stands twice, first in line " + first);
                }
                entries.add(reader.apply(named));
            }
            return entries;
        }

        /** The entry's name if it is a good one, else a noted problem. */
        private Optional<String> name(EntryFields fields) {
            boolean byId = nameKey.equals(USERNAME) && !fields.has(USERNAME) && fields.has("id");
            String key = byId ? "id" : nameKey;
            String name = fields.required(key);
            Optional<String> wrong = key.equals(USERNAME) ? Syntax.username(name) : Syntax.id(name);
            wrong = byId ? Syntax.userId(name) : wrong;
            if (!name.isEmpty()) {
                wrong.ifPresent(text -> fields.problem(key, text));
            }
            return wrong.isEmpty() ? Optional.of(name) : Optional.empty();
        }
    }
}
