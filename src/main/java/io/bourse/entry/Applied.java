package io.bourse.entry;

import io.bourse.config.Secret;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What applying a text of entries did, or would do.
 *
 * @param changes for people: a line for each entry that is new or different
 * @param created whether one is new
 * @param unchanged how many entries were so already
 * @param secrets those that were generated, by client; they are kept nowhere, so they must be told now
 * @param dryRun nothing was changed, and the generated secrets are forgotten
 */
public record Applied(
        List<String> changes, boolean created, int unchanged, Map<String, Secret> secrets, boolean dryRun) {

    public Applied {
        changes = List.copyOf(changes);
        secrets = Map.copyOf(secrets);
    }

    static Applied of(EntryDiff diff, Prepared prepared, boolean dryRun) {
        Map<String, Secret> secrets = new LinkedHashMap<>();
        diff.clients()
                .forEach(client -> prepared.generated(client).ifPresent(secret -> secrets.put(client.id(), secret)));
        return new Applied(diff.changes(), diff.hasNew(), diff.unchanged(), secrets, dryRun);
    }

    /** Whether anything was different from what is registered. */
    public boolean changed() {
        return !changes.isEmpty();
    }

    /** Everything, to be printed once: secrets that were generated are among it. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>(changes);
        if (unchanged > 0 || changes.isEmpty()) {
            lines.add("= " + unchanged + " unchanged");
        }
        secrets.keySet().stream()
                .sorted()
                .map(client -> "secret of client " + client + ": " + told(client))
                .forEach(lines::add);
        return List.copyOf(lines);
    }

    private String told(String client) {
        Secret secret = secrets.get(client);
        return dryRun || secret == null ? "(will be made when applied)" : secret.reveal() + " (shown this once)";
    }
}
