using System.Collections.Frozen;
using KernelGuard.Calls;
using KernelGuard.Policies.Documents;
using KernelGuard.Policies.Reading;

namespace KernelGuard.Policies.Compilation;

/// <summary>Turns what documents say of agents into identities.</summary>
internal static class AgentCompiler
{
    public static FrozenDictionary<string, AgentIdentity> Compile(IEnumerable<PolicyDocument> documents, DiagnosticBag bag)
    {
        var agents = new Dictionary<string, AgentIdentity>(StringComparer.Ordinal);
        foreach (var agent in documents.SelectMany(document => document.Agents))
        {
            if (Compile(agent, bag) is { } identity)
            {
                agents.TryAdd(agent.Id.Value, identity);
            }
        }

        return agents.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static AgentIdentity? Compile(AgentDefinition agent, DiagnosticBag bag)
    {
        if (agent.Id.Value.Length == 0)
        {
            bag.Error(DiagnosticCodes.EmptyValue, agent.Id.Span, "the id of an agent is empty");
            return null;
        }

        return new AgentIdentity(agent.Id.Value, agent.Attributes, agent.Roles.Select(role => role.Value), agent.Trust, agent.Since);
    }
}
