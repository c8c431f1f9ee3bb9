using KernelGuard.Calls;
using KernelGuard.Policies.Documents;
using KernelGuard.Policies.Reading;

namespace KernelGuard.Policies.Validation;

/// <summary>Agents are declared once, and have roles that the set defines. Where a set defines none, roles are mere facts.</summary>
internal sealed class AgentValidator : IPolicyValidator
{
    public void Validate(IReadOnlyList<PolicyDocument> documents, DiagnosticBag bag)
    {
        var agents = documents.SelectMany(document => document.Agents).ToArray();
        UniqueNames.Check(
            agents.Select(agent => agent.Id), DiagnosticCodes.DuplicateAgent, "the agent", "declare an agent in one place", bag);
        var roles = documents.SelectMany(document => document.Roles).Select(role => role.Id.Value).ToHashSet(StringComparer.Ordinal);
        if (roles.Count == 0 || documents.Any(document => !document.IsReadable))
        {
            return;
        }

        foreach (var (role, span) in agents.SelectMany(agent => agent.Roles).Where(role => !roles.Contains(role.Value)))
        {
            bag.Error(DiagnosticCodes.UnknownRole, span, $"no document defines the role {QuotedText.Quote(role)}", Suggestion.For(role, roles));
        }

        var held = agents.SelectMany(agent => agent.Roles).Select(role => role.Value).ToHashSet(StringComparer.Ordinal);
        foreach (var (role, span) in documents.SelectMany(document => document.Roles).Select(role => role.Id).Where(role => agents.Length > 0 && !held.Contains(role.Value)))
        {
            bag.Warning(DiagnosticCodes.UnheldRole, span, $"no agent has the role {QuotedText.Quote(role)}", "give it to an agent, or take it out");
        }
    }
}
