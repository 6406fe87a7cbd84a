package io.bourse.entry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bourse.config.Settings;
import io.bourse.oauth.ClientId;
import io.bourse.provider.AudienceProof;
import io.bourse.provider.AudienceProof.ApplicationCheck;
import io.bourse.provider.AudienceProof.DebugToken;
import io.bourse.provider.AudienceProof.TokenInfo;
import io.bourse.provider.Condition;
import io.bourse.provider.Provider;
import io.bourse.provider.Provider.Introspection;
import io.bourse.provider.Provider.Jwks;
import io.bourse.provider.Provider.Proof;
import io.bourse.provider.Provider.UserInfo;
import java.util.List;
import java.util.TreeMap;

/** A provider as a file writes it; see {@link FileForm}. */
final class ProviderForm {

    private ProviderForm() {}

    static ObjectNode of(Provider provider) {
        ObjectNode form = FileForm.object()
                .put("id", provider.id())
                .put("project", provider.project())
                .put("enabled", provider.enabled());
        FileForm.putSorted(
                form,
                "clients",
                provider.clients().stream().map(ClientId::value).toList());
        form.put("provisioning", Choice.name(provider.provisioning()));
        form.putObject("subject")
                .put("kind", provider.subject().kind().claim())
                .put("claim", provider.subject().claim());
        putConditions(form, provider.conditions());
        if (!provider.claims().isEmpty()) {
            ObjectNode claims = form.putObject("claims");
            new TreeMap<>(provider.claims()).forEach(claims::put);
        }
        form.put("keep_act", provider.keepsActors())
                .put("single_use", provider.singleUse())
                .put("private_addresses", provider.privateAddresses());
        form.putObject("limits")
                .put("timeout", Settings.text(provider.limits().timeout()))
                .put("max_answer", provider.limits().maxAnswer() / 1024 + "KB");
        putProof(form, provider.proof());
        return form;
    }

    private static void putConditions(ObjectNode form, List<Condition> conditions) {
        if (conditions.isEmpty()) {
            return;
        }
        ObjectNode require = form.putObject("require");
        for (Condition condition : conditions) {
            if (condition.pattern() == null) {
                FileForm.putSorted(require, condition.claim(), condition.values());
            } else {
                require.putObject(condition.claim()).put("pattern", condition.pattern());
            }
        }
    }

    private static void putProof(ObjectNode form, Proof proof) {
        if (proof instanceof Jwks jwks) {
            form.set("jwks", of(jwks));
        } else if (proof instanceof UserInfo info) {
            ObjectNode section = FileForm.object().put("userinfo_uri", info.userInfoUri());
            if (info.audienceProof() == null) {
                section.put("audience_proof", "none");
            } else {
                section.set("audience_proof", of(info.audienceProof()));
            }
            form.set("userinfo", section);
        } else if (proof instanceof Introspection introspection) {
            form.set("introspection", of(introspection));
        }
    }

    private static ObjectNode of(Jwks jwks) {
        ObjectNode section = FileForm.object();
        FileForm.putText(section, "issuer", jwks.issuer());
        FileForm.putText(section, "trust_domain", jwks.trustDomain());
        FileForm.putText(section, "jwks_uri", jwks.jwksUri());
        FileForm.putKeys(section, "keys", jwks.jwks());
        FileForm.putSorted(section, "algorithms", jwks.algorithms());
        FileForm.putSorted(section, "types", jwks.types());
        FileForm.putSorted(section, "audience", jwks.audiences());
        FileForm.putText(section, "max_age", FileForm.text(jwks.maxAge()));
        return section;
    }

    private static ObjectNode of(AudienceProof proof) {
        ObjectNode section = FileForm.object();
        if (proof instanceof TokenInfo info) {
            section.put("tokeninfo_uri", info.uri());
            FileForm.putSorted(section, "audience", info.audiences());
        } else if (proof instanceof DebugToken debug) {
            section.put("debug_token_uri", debug.uri()).put("client_id", debug.appId());
        } else if (proof instanceof ApplicationCheck check) {
            section.put("application_check_uri", check.uri()).put("client_id", check.clientId());
        } else if (proof instanceof Introspection introspection) {
            section.put("introspection_uri", introspection.introspectionUri())
                    .put("client_id", introspection.clientId());
            FileForm.putSorted(section, "audience", introspection.audiences());
        }
        return section;
    }
}
