package io.bourse.entry;

import io.bourse.policy.Target;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Checks that each name means one target, and that whoever lists targets names them by their ids: requests are compared
 * with lists once it is known what they mean, so a resource in a list would allow nothing.
 */
final class TargetReferences {

    private final Entries entries;
    private final Snapshot before;
    private final Problems problems;
    private final Map<String, Target> targets;
    private final Map<String, TreeSet<String>> meanings = new HashMap<>();

    TargetReferences(Entries entries, Snapshot before, Problems problems) {
        this.entries = entries;
        this.before = before;
        this.problems = problems;
        this.targets = new HashMap<>(before.targets());
        entries.targets().forEach(target -> targets.put(target.draft().id(), target.draft()));
        targets.values()
                .forEach(target -> target.names()
                        .forEach(name -> meanings.computeIfAbsent(name, key -> new TreeSet<>())
                                .add(target.id())));
    }

    void check() {
        entries.targets().forEach(this::checkTarget);
        entries.clients().forEach(client -> {
            checkList(client, "audiences", client.draft().audiences());
            checkList(client, "serves", client.draft().serves());
        });
        entries.exchanges().forEach(exchange -> {
            checkList(exchange, "targets", exchange.draft().targets());
            checkList(exchange, "subject", Listed.by(exchange.draft().subject()));
            checkList(exchange, "actor", Listed.by(exchange.draft().actor()));
        });
        checkOthers();
    }

    private void checkTarget(Declared<Target> declared) {
        Target target = declared.draft();
        other(target, target.id())
                .ifPresent(id -> declared.problem(
                        problems, "id", "is a resource of the target " + id + "; a name means one target"));
        for (String resource : target.resources()) {
            other(target, resource)
                    .ifPresent(id -> declared.problem(
                            problems,
                            "resources",
                            "holds " + Problems.quote(resource) + ", which means the target " + id + " already"));
        }
    }

    /** Which other target the name means too. */
    private Optional<String> other(Target target, String name) {
        return meanings.getOrDefault(name, new TreeSet<>()).stream()
                .filter(id -> !id.equals(target.id()))
                .findFirst();
    }

    private void checkList(Declared<?> entry, String key, List<String> listed) {
        for (String name : listed) {
            ownerOf(name)
                    .ifPresent(id -> entry.problem(
                            problems,
                            key,
                            "holds " + Problems.quote(name) + ", a resource of the target " + id
                                    + "; name that instead"));
        }
    }

    /** Which target has the name as a resource and not as its id. */
    private Optional<String> ownerOf(String name) {
        TreeSet<String> owners = meanings.get(name);
        return owners == null || targets.containsKey(name) ? Optional.empty() : Optional.of(owners.first());
    }

    /** A target must not take a name as its resource that an entry lists which is registered already. */
    private void checkOthers() {
        Set<String> own = new HashSet<>();
        entries.clients().forEach(client -> own.add("client " + client.draft().id()));
        entries.exchanges()
                .forEach(exchange -> own.add("exchange " + exchange.draft().id()));
        for (Declared<Target> target : entries.targets()) {
            for (String resource : target.draft().resources()) {
                before.listing().getOrDefault(resource, Set.of()).stream()
                        .filter(entry -> ownerOf(resource).isPresent() && !own.contains(entry))
                        .findFirst()
                        .ifPresent(entry -> target.problem(
                                problems,
                                "resources",
                                "holds " + Problems.quote(resource) + ", which " + entry
                                        + " lists; it must name the target's id first"));
            }
        }
    }
}
