package io.bourse.entry;

import io.bourse.provider.AudienceProof.ApplicationCheck;
import io.bourse.provider.AudienceProof.DebugToken;
import io.bourse.provider.Provider;
import io.bourse.provider.Provider.Jwks;
import io.bourse.provider.Provider.Proof;
import io.bourse.provider.Provider.Provisioning;
import io.bourse.provider.Provider.UserInfo;
import io.bourse.provider.SubjectMapping;

/** What parts of a provider's entry must not stand together. */
final class ProviderRules {

    private static final String MICROSOFT = "https://login.microsoftonline.com/";

    private ProviderRules() {}

    static void check(Provider provider, EntryFields fields) {
        if (!provider.subject().isUser() && provider.provisioning() != Provisioning.NONE) {
            fields.problem("provisioning", "is for users, and the subjects are workloads; leave it away");
        }
        if (provider.proof() instanceof Jwks jwks && jwks.trustDomain() != null) {
            checkTrustDomain(provider.subject(), fields);
        }
        if (provider.provisioning() == Provisioning.LINK) {
            checkLink(provider, fields);
        }
    }

    private static void checkTrustDomain(SubjectMapping subject, EntryFields fields) {
        if (subject.isUser() || !subject.claim().equals(SubjectMapping.SUB)) {
            fields.problem("subject", "must be {kind: workload}: a trust domain vouches for the sub of workloads only");
        }
    }

    /** Whoever is linked becomes a user that was there before, so the address has to be proved to be theirs. */
    private static void checkLink(Provider provider, EntryFields fields) {
        Proof proof = provider.proof();
        if (proof instanceof UserInfo info && info.audienceProof() == null) {
            fields.problem(
                    "provisioning",
                    "is link, and with audience_proof: none whoever runs another application of the provider could"
                            + " become your users; prove the audience, or take create");
        } else if (!provider.claims()
                .getOrDefault(Provider.EMAIL, Provider.EMAIL)
                .equals(Provider.EMAIL)) {
            fields.problem(
                    "provisioning",
                    "is link, and email is taken from a claim of which email_verified says nothing; take create or"
                            + " none");
        } else if (isSilentOnAddresses(proof)) {
            fields.problem(
                    "provisioning",
                    "is link, and this provider never says that it has verified an e-mail address; take create or"
                            + " none");
        }
    }

    private static boolean isSilentOnAddresses(Proof proof) {
        if (proof instanceof UserInfo info) {
            return info.audienceProof() instanceof DebugToken || info.audienceProof() instanceof ApplicationCheck;
        }
        return proof instanceof Jwks jwks
                && jwks.issuer() != null
                && jwks.issuer().startsWith(MICROSOFT);
    }
}
