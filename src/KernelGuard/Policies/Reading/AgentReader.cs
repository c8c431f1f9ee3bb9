using System.Collections.Immutable;
using KernelGuard.Calls;
using KernelGuard.Policies.Documents;

namespace KernelGuard.Policies.Reading;

/// <summary>Reads <c>agents</c> and <c>roles</c>.</summary>
internal static class AgentReader
{
    public static ImmutableArray<AgentDefinition> ReadAgents(FieldReader document, DiagnosticBag bag)
    {
        var agents = ImmutableArray.CreateBuilder<AgentDefinition>();
        foreach (var (id, agent) in document.NamedMaps("agents", "the agent"))
        {
            var fields = new FieldReader(agent, DocumentKeys.Agent, bag);
            agents.Add(new AgentDefinition(id)
            {
                Roles = fields.Texts("roles"),
                Since = fields.Date("since"),
                Trust = fields.Text("trust"),
                Attributes = fields.Map("attributes") is { } attributes ? JsonReader.ReadObject(attributes, bag) : FrozenObject.Empty,
            });
        }

        return agents.ToImmutable();
    }

    public static ImmutableArray<RoleDefinition> ReadRoles(FieldReader document, DiagnosticBag bag)
    {
        var roles = ImmutableArray.CreateBuilder<RoleDefinition>();
        foreach (var (id, role) in document.NamedMaps("roles", "the role"))
        {
            var fields = new FieldReader(role, DocumentKeys.Role, bag);
            roles.Add(new RoleDefinition(id)
            {
                Description = fields.Text("description"),
                May = fields.Require("may") is null ? [] : fields.Texts("may"),
                Where = fields.Expression("where"),
                IsOfUserToo = fields.Word("who", Words.RoleHolders)?.Value ?? false,
                Grants = fields.Flag("grants") ?? false,
            });
        }

        return roles.ToImmutable();
    }
}
