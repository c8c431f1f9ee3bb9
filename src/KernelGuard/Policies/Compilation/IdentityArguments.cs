using System.Collections.Frozen;
using KernelGuard.Calls;
using KernelGuard.Cel;
using KernelGuard.Decisions;
using KernelGuard.Policies.Documents;
using KernelGuard.Policies.Reading;
using KernelGuard.Rules;

namespace KernelGuard.Policies.Compilation;

/// <summary>Warns of rules that permit, and roles that cover, because of what the model itself says about who is acting or what was agreed.</summary>
internal sealed class IdentityArguments
{
    // Claims of a right: never evidence of it.
    private static readonly FrozenSet<string> Claims = Set(
        "approved", "isapproved", "approval", "approvedby", "approver", "confirmed",
        "authorized", "isauthorized", "authorised", "isauthorised", "permission", "permissions", "scopes",
        "role", "roles", "userrole", "agentrole", "admin", "isadmin", "trusted", "trustlevel", "trustscore");

    // Names of somebody: harmless in a comparison with what the host says, such as args.user_id == user.id.
    private static readonly FrozenSet<string> Names = Set(
        "user", "userid", "username", "agent", "agentid", "agentname", "caller", "callerid", "principal", "identity", "actor");

    private readonly Dictionary<string, string[]> _byVariable = new(StringComparer.Ordinal);

    /// <summary>Finds what the variables of a document read, directly and through each other.</summary>
    public IdentityArguments(PolicyScope variables)
    {
        for (var i = 0; i < variables.Names.Length; i++)
        {
            _byVariable[variables.Names[i]] = PathsOf(variables.Programs[i]);
        }
    }

    public void Check(RuleDefinition definition, GuardRule rule, DiagnosticBag bag)
    {
        if (rule.Reference.Effect is not (Effect.Allow or Effect.LogOnly) || rule.Condition is not { } condition)
        {
            return;
        }

        Check(condition, definition.When!, "the rule permits", bag);
    }

    /// <summary>Checks the scope of a role, which lets a call through the gate.</summary>
    public void Check(RoleDefinition definition, AgentRole role, DiagnosticBag bag)
    {
        if (role.Where is { } where)
        {
            Check(where, definition.Where!, "the role covers a call", bag);
        }
    }

    private void Check(CelProgram condition, ExpressionText text, string what, DiagnosticBag bag)
    {
        var paths = PathsOf(condition);
        var hasHostFacts = paths.Any(path => path.Split('.')[0] is "user" or "agent");
        foreach (var path in paths.Where(path => IsIdentity(path, hasHostFacts)))
        {
            var start = text.Text.IndexOf(path, StringComparison.Ordinal);
            bag.Warning(
                DiagnosticCodes.IdentityArgument,
                start < 0 ? text.Span : text.Locate(start, path.Length),
                $"{what} because of {QuotedText.Quote(path.Replace("`", "", StringComparison.Ordinal))}, which the model writes",
                "read who is acting from `user`, `agent` or `context`, and approvals from `require_approval`");
        }
    }

    private static bool IsIdentity(string path, bool hasHostFacts)
    {
        var parts = path.Split('.');
        return parts[0] == "args"
            && parts.Skip(1).Select(Plain).Any(name => Claims.Contains(name) || (!hasHostFacts && Names.Contains(name)));
    }

    private static string Plain(string part) => string.Concat(part.Where(char.IsAsciiLetter)).ToLowerInvariant();

    private static FrozenSet<string> Set(params string[] names) => names.ToFrozenSet(StringComparer.Ordinal);

    private string[] PathsOf(CelProgram program) =>
    [
        .. program.ReferencedPaths
            .SelectMany(path => _byVariable.GetValueOrDefault(VariableOf(path), [path]))
            .Distinct(StringComparer.Ordinal),
    ];

    private static string VariableOf(string path) => path.Split('.') is ["vars", var name, ..] ? name : "";
}
