package io.bourse.fakes;

import io.bourse.oauth.ClientId;
import io.bourse.provider.Condition;
import io.bourse.provider.Provider;
import io.bourse.provider.Provider.Limits;
import io.bourse.provider.Provider.Proof;
import io.bourse.provider.Provider.Provisioning;
import io.bourse.provider.SubjectMapping;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A provider in the making: enabled, for the client demo, makes users, private addresses allowed. */
public final class ProviderBuilder {

    private final String id;
    private final Proof proof;
    private String project = TestEntries.PROJECT;
    private boolean enabled = true;
    private Set<ClientId> clients = Set.of(new ClientId("demo"));
    private Provisioning provisioning = Provisioning.CREATE;
    private SubjectMapping subject = SubjectMapping.USER;
    private List<Condition> conditions = List.of();
    private Map<String, String> claims = Map.of();
    private boolean keepsActors;
    private boolean singleUse;
    private boolean privateAddresses = true;
    private Limits limits = Limits.STANDARD;

    private ProviderBuilder(String id, Proof proof) {
        this.id = id;
        this.proof = proof;
    }

    public static ProviderBuilder provider(String id, Proof proof) {
        return new ProviderBuilder(id, proof);
    }

    public ProviderBuilder project(String name) {
        project = name;
        return this;
    }

    public ProviderBuilder enabled(boolean value) {
        enabled = value;
        return this;
    }

    public ProviderBuilder clients(String... ids) {
        clients = Stream.of(ids).map(ClientId::new).collect(Collectors.toSet());
        return this;
    }

    public ProviderBuilder provisioning(Provisioning value) {
        provisioning = value;
        return this;
    }

    public ProviderBuilder subject(SubjectMapping mapping) {
        subject = mapping;
        return this;
    }

    public ProviderBuilder require(Condition... all) {
        conditions = List.of(all);
        return this;
    }

    public ProviderBuilder claims(Map<String, String> mapping) {
        claims = mapping;
        return this;
    }

    public ProviderBuilder keepsActors() {
        keepsActors = true;
        return this;
    }

    public ProviderBuilder singleUse() {
        singleUse = true;
        return this;
    }

    public ProviderBuilder privateAddresses(boolean allowed) {
        privateAddresses = allowed;
        return this;
    }

    public ProviderBuilder limits(Limits value) {
        limits = value;
        return this;
    }

    public Provider build() {
        return new Provider(
                id,
                project,
                enabled,
                clients,
                provisioning,
                subject,
                conditions,
                claims,
                keepsActors,
                singleUse,
                proof,
                privateAddresses,
                limits);
    }
}
