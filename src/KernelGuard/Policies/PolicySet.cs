using System.Collections.Frozen;
using System.Collections.Immutable;
using KernelGuard.Calls;
using KernelGuard.Decisions;
using KernelGuard.Facts;
using KernelGuard.Policies.Catalogue;
using KernelGuard.Policies.Compilation;
using KernelGuard.Policies.Documents;
using KernelGuard.Policies.Reading;
using KernelGuard.Policies.Wording;
using KernelGuard.Rules;
using KernelGuard.Tools;
using KernelGuard.Tools.Schemas;

namespace KernelGuard.Policies;

/// <summary>The policies in force, compiled. Immutable and thread-safe: a call is judged by one set from start to end.</summary>
public sealed class PolicySet
{
    internal PolicySet(
        string digest,
        ImmutableArray<string> policyIds,
        ImmutableArray<GuardRule> rules,
        ImmutableArray<PolicyScope> scopes,
        ImmutableArray<ToolDeclaration> tools)
    {
        Scopes = scopes;
        Digest = digest;
        PolicyIds = policyIds;
        Rules = rules;
        Tools = tools;
    }

    /// <summary>
    /// What identifies the content: <c>sha256:</c> and hexadecimal digits. File names, comments, line endings, the order of keys and whether a
    /// document is YAML or JSON do not change it; any value does.
    /// </summary>
    public string Digest { get; }

    /// <summary>The ids of the policies, sorted.</summary>
    public IReadOnlyList<string> PolicyIds { get; }

    /// <summary>Whether verdicts bind.</summary>
    /// <value>The default is <see cref="GuardMode.Enforce"/>. Rules and policies that give a mode of their own keep it.</value>
    public GuardMode Mode { get; internal init; }

    /// <summary>Whether calls run although their decision could not be recorded.</summary>
    /// <value>The default is false.</value>
    public bool RunsWithoutEvidence { get; internal init; }

    /// <summary>What the documents say of tools.</summary>
    public IReadOnlyList<ToolDeclaration> Tools { get; }

    /// <summary>The facts that providers deliver.</summary>
    internal ImmutableArray<FactSubject> Facts { get; init; } = [];

    /// <summary>What the calls of tools are about.</summary>
    internal ImmutableArray<ResourceBinding> Resources { get; init; } = [];

    /// <summary>The agents that the documents declare, by id.</summary>
    internal FrozenDictionary<string, AgentIdentity> Agents { get; init; } = FrozenDictionary<string, AgentIdentity>.Empty;

    /// <summary>The roles, by policy id and document order.</summary>
    internal ImmutableArray<AgentRole> CompiledRoles { get; init; } = [];

    /// <summary>The roles, by id. Where there are any, a call that no role of its agent covers is refused.</summary>
    public IReadOnlyList<PolicyRole> Roles =>
    [
        .. CompiledRoles.OrderBy(role => role.Id, StringComparer.Ordinal).Select(role => new PolicyRole(
            role, [.. Agents.Values.Where(agent => agent.Roles!.Contains(role.Id)).Select(agent => agent.Id).Order(StringComparer.Ordinal)])),
    ];

    /// <summary>How many rules the set has.</summary>
    public int RuleCount => Rules.Length;

    /// <summary>The texts that the set was made of, sorted by policy id.</summary>
    public IReadOnlyList<PolicySource> Sources => [.. Documents.Select(document => document.Source)];

    /// <summary>The ids that <c>set.policies</c> lists; empty where it is not given.</summary>
    internal ImmutableArray<string> RequiredPolicyIds { get; init; } = [];

    /// <summary>The documents, sorted by policy id.</summary>
    internal ImmutableArray<PolicyDocument> Documents { get; init; } = [];

    /// <summary>The compiled rules, by policy id and document order.</summary>
    internal ImmutableArray<GuardRule> Rules { get; }

    /// <summary>What the rules of each document share, in the order of <see cref="PolicyIds"/>.</summary>
    internal ImmutableArray<PolicyScope> Scopes { get; }

    /// <summary>The documents, in the order of <see cref="PolicyIds"/>.</summary>
    internal ImmutableArray<CompiledDocument> CompiledDocuments { get; init; } = [];

    /// <summary>Whether a rule of the set permits something, observed ones aside.</summary>
    internal bool PermitsAnything => Rules.Any(rule => rule.Permits);

    /// <summary>The set together with rules in code, which its digest then covers.</summary>
    internal PolicySet With(IReadOnlyCollection<CodeRule> code) => code.Count == 0 ? this : new PolicySet(
        PolicyDigest.Of(Documents, Documents.Select(document => document.Set).FirstOrDefault(set => set is not null), code),
        [.. PolicyIds],
        [.. Rules.Concat(code.Select(rule => rule.ToRule(Mode))).OrderBy(rule => rule.Reference.PolicyId, StringComparer.Ordinal)],
        Scopes,
        [.. Tools])
    {
        Mode = Mode,
        RunsWithoutEvidence = RunsWithoutEvidence,
        Facts = Facts,
        Resources = Resources,
        Agents = Agents,
        CompiledRoles = CompiledRoles,
        RequiredPolicyIds = RequiredPolicyIds,
        Documents = Documents,
        CompiledDocuments = CompiledDocuments,
    };

    /// <summary>The rules that concern a tool, by policy id and document order.</summary>
    /// <param name="tool">The tool's name, or another of its spellings.</param>
    public IReadOnlyList<RuleReference> RulesFor(string tool)
    {
        ArgumentException.ThrowIfNullOrEmpty(tool);
        var name = NameOf(tool);
        return [.. Rules.Where(rule => rule.Tools.Any(pattern => pattern.Matches(name))).Select(rule => rule.Reference)];
    }

    /// <summary>The name under which policies know a tool.</summary>
    /// <param name="tool">The tool's name, or another of its spellings.</param>
    public string NameOf(string tool) => Tools.FirstOrDefault(t => t.Also.Contains(tool, StringComparer.OrdinalIgnoreCase))?.Name ?? tool;

    /// <summary>The condition of a rule as it is written; null where the rule has none, or is not in the set.</summary>
    /// <param name="rule">The rule.</param>
    public string? ConditionOf(RuleReference rule) => Rules.FirstOrDefault(r => r.Reference == rule)?.Condition?.Source;

    /// <summary>The policies and their rules in plain words, by policy id and document order; those in code as the policy <c>code</c>.</summary>
    public IReadOnlyList<PolicyDescription> Describe()
    {
        var compiled = Rules.ToLookup(rule => rule.Reference.PolicyId, StringComparer.Ordinal);
        var code = compiled[CodeRule.PolicyId];
        var documents = CompiledDocuments.Select(document => PolicyWords.Describe(document.Definition, [.. compiled[document.Scope.PolicyId]]) with
        {
            IsFirstMatch = document.Scope.IsFirstMatch,
            Default = document.Definition.Default?.Effect.Value,
            Sentences = DocumentWords.Of(document, CompiledRoles),
            Limits = LimitWords.Describe(compiled[document.Scope.PolicyId]),
        });
        return [.. (code.Any() ? documents.Append(PolicyWords.DescribeCode(code)) : documents).OrderBy(policy => policy.Id, StringComparer.Ordinal)];
    }

    /// <summary>The patterns of tools that some rule permits and whose calls no limit bounds on the whole; see <see cref="PolicyDescription.Limits"/>.</summary>
    internal IReadOnlyList<string> FindUnlimited()
    {
        var limits = Describe().SelectMany(policy => policy.Limits).Where(limit => limit.IsUnconditional).SelectMany(limit => limit.Tools);
        ToolPattern[] bounded = [.. limits.Select(pattern => new ToolPattern(pattern))];

        // Calls that no rule permits run too while the set is observed.
        var permitted = Mode == GuardMode.Observe
            ? [new ToolPattern("*")]
            : Rules.Where(rule => rule.Permits && rule.Reference.Effect != Effect.Sandbox).SelectMany(rule => rule.Tools);
        return
        [
            .. permitted
                .Where(pattern => !bounded.Any(limit => limit.Covers(pattern)))
                .Select(pattern => pattern.Text)
                .Distinct(StringComparer.OrdinalIgnoreCase)
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>What is wrong with tools together with what the documents say of them, in words; a guard cannot be created with such tools.</summary>
    /// <param name="tools">All tools that the host offers.</param>
    public IReadOnlyList<string> FindToolErrors(IEnumerable<ToolDescriptor> tools)
    {
        ArgumentNullException.ThrowIfNull(tools);
        return [.. ToolCatalogue.Create(tools, closed: true, Tools, CallLimits.Default).Errors.Select(error => error.Message)];
    }

    /// <summary>What the schemas of tools say without effect, such as keywords that there are not, in words.</summary>
    /// <param name="tools">All tools that the host offers.</param>
    internal static IEnumerable<string> FindSchemaDoubts(IEnumerable<ToolDescriptor> tools)
    {
        foreach (var tool in tools)
        {
            var doubts = new List<SchemaProblem>();
            _ = tool.Parameters is { } schema ? ToolSchema.Compile(schema, out _, doubts) : null;
            foreach (var doubt in doubts)
            {
                yield return $"the schema of {QuotedText.Quote(tool.Name)}: {doubt}";
            }
        }
    }

    /// <summary>What of the policies does not fit tools: arguments that they do not have, results that they do not give, and rules that concern none of them.</summary>
    /// <remarks>A guard cannot be created where one of the findings is an error.</remarks>
    /// <param name="tools">All tools that the host offers.</param>
    public IReadOnlyList<PolicyDiagnostic> CheckTools(IEnumerable<ToolDescriptor> tools)
    {
        ArgumentNullException.ThrowIfNull(tools);
        var catalogue = ToolCatalogue.Create(tools, closed: true, Tools, CallLimits.Default).Catalogue;
        var bag = new DiagnosticBag();
        UnreachedRules.Check(CompiledDocuments, catalogue, bag);
        ArgumentCheck.Run(CompiledDocuments, catalogue, bag);
        SimulatedResults.Check(CompiledDocuments, catalogue, bag);
        return InOrder(bag);
    }

    /// <summary>What of the policies does not fit the arguments and results of tools.</summary>
    internal IReadOnlyList<PolicyDiagnostic> CheckCalls(ToolCatalogue tools)
    {
        var bag = new DiagnosticBag();
        ArgumentCheck.Run(CompiledDocuments, tools, bag);
        SimulatedResults.Check(CompiledDocuments, tools, bag);
        return InOrder(bag);
    }

    /// <summary>The tools of the host that no rule can let run, observed rules aside.</summary>
    internal IEnumerable<string> FindUngoverned(ToolCatalogue tools) => tools.Tools
        .Where(tool => tool is { IsOffered: true, Facts.IsSubstitute: false })
        .Select(tool => tool.Facts.Name)
        .Where(name => !Rules.Any(rule => rule.Permits && rule.Tools.Any(pattern => pattern.Matches(name))));

    private IReadOnlyList<PolicyDiagnostic> InOrder(DiagnosticBag bag) => bag.InOrder([.. Documents.Select(document => document.Source)]);
}
