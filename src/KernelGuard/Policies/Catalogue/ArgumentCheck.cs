using KernelGuard.Policies.Compilation;
using KernelGuard.Policies.Reading;
using KernelGuard.Rules;
using KernelGuard.Tools;

namespace KernelGuard.Policies.Catalogue;

/// <summary>Checks the expressions of one document against the schemas of the tools that its rules concern. Nothing that runs is changed.</summary>
/// <remarks>
/// What is wrong for a tool that a rule names alone is an error. Where a rule concerns several tools, a part that does not fit one of them may
/// never be evaluated for it, so it is an error only where it fits none, and each of them is known.
/// </remarks>
internal sealed class ArgumentCheck
{
    private readonly CompiledDocument _document;
    private readonly ToolCatalogue _tools;
    private readonly DocumentConditions _conditions;
    private readonly VariableReads _reads;
    private readonly Dictionary<ToolEntry, ToolArguments> _arguments = [];
    private readonly Dictionary<int, ArgumentFindings> _variables = [];
    private readonly List<ArgumentFindings> _findings = [];
    private int _checksLeft;

    private ArgumentCheck(CompiledDocument document, ToolCatalogue tools, int checksLeft)
    {
        _document = document;
        _tools = tools;
        _conditions = new DocumentConditions(document);
        _reads = new VariableReads(document.Scope);
        _checksLeft = checksLeft;
    }

    /// <summary>Checks all documents of a set that is otherwise fine.</summary>
    /// <param name="documents">The documents.</param>
    /// <param name="tools">The tools that are known.</param>
    /// <param name="bag">Where findings go.</param>
    public static void Run(IEnumerable<CompiledDocument> documents, ToolCatalogue tools, DiagnosticBag bag)
    {
        // So many that every rule of the largest sets is checked, and so few that patterns over very many tools do not hold a start up.
        var checksLeft = 50_000;
        if (!tools.Tools.Any(tool => tool.Parameters is not null))
        {
            return;
        }

        foreach (var document in documents)
        {
            var check = new ArgumentCheck(document, tools, checksLeft);
            check.CheckRules();
            checksLeft = check._checksLeft;
            check._findings.ForEach(findings => findings.Report(bag));
        }
    }

    private void CheckRules()
    {
        var rules = _document.Rules.Where(rule => !rule.IsDefault).ToDictionary(rule => rule.Reference.RuleId, StringComparer.Ordinal);
        foreach (var definition in _document.Definition.Rules)
        {
            var rule = rules[definition.Id!.Value.Value];
            Check(rule.Tools, RuleExpressions.Of(definition, rule));
        }

        foreach (var (definition, counter) in _document.Definition.Counters.Zip(_document.Scope.Counters))
        {
            Check(counter.Tools, RuleExpressions.OfMeter(definition.Meter, counter.Meter.Programs));
        }

        foreach (var (definition, role) in _document.Definition.Roles.Zip(_document.Roles))
        {
            Check(role.May, RuleExpressions.OfRole(definition, role));
        }

        foreach (var (definition, resource) in _document.Definition.Tools.Where(tool => tool.Resource is not null).Zip(_document.Resources))
        {
            Check([new ToolPattern(resource.Tool)], [ArgumentExpression.Of(definition.Resource!.Id, resource.Id)]);
        }
    }

    private void Check(IReadOnlyList<ToolPattern> patterns, IEnumerable<ArgumentExpression> expressions)
    {
        var relevant = expressions
            .Where(expression => expression.Paths.Any(_reads.FollowsFromArguments))
            .Select(expression => new ArgumentFindings(expression))
            .ToList();
        _findings.AddRange(relevant);
        var isOnly = patterns is [{ IsExact: true }];
        if (!_tools.IsClosed && !patterns.All(pattern => pattern.IsExact))
        {
            relevant.ForEach(AddOthers);
        }

        foreach (var pattern in patterns)
        {
            foreach (var tool in Matching(pattern))
            {
                relevant.ForEach(findings => Check(findings, tool, pattern.IsExact, isOnly));
            }
        }
    }

    private void AddOthers(ArgumentFindings findings)
    {
        findings.AddOthers();
        foreach (var variable in _reads.Of(findings.Expression.Paths))
        {
            FindingsOf(variable).AddOthers();
        }
    }

    private IEnumerable<ToolEntry?> Matching(ToolPattern pattern)
    {
        if (!pattern.IsExact)
        {
            return _tools.Tools.Where(tool => pattern.Matches(tool.Facts.Name));
        }

        var named = _tools.Find(pattern.Text);
        return [named is not null && pattern.Matches(named.Facts.Name) ? named : null];
    }

    private void Check(ArgumentFindings findings, ToolEntry? tool, bool isNamed, bool isOnly)
    {
        var variables = _reads.Of(findings.Expression.Paths);
        foreach (var variable in variables)
        {
            Check(FindingsOf(variable), tool, _reads.Before(variable), isNamed, isOnly: false);
        }

        Check(findings, tool, variables, isNamed, isOnly);
    }

    private void Check(ArgumentFindings findings, ToolEntry? tool, IReadOnlyList<int> variables, bool isNamed, bool isOnly)
    {
        if (tool is not { Parameters: { } schema, Schema: { } enforced } || _checksLeft <= 0)
        {
            findings.AddUnknown();
        }
        else if (findings.Wants(tool.Facts.Name, isNamed))
        {
            if (!_arguments.TryGetValue(tool, out var arguments))
            {
                arguments = new ToolArguments(_document, _conditions, schema, enforced);
                _arguments.Add(tool, arguments);
            }

            _checksLeft--;
            var found = arguments.Check(findings.Expression, variables);
            findings.Add(tool.Facts.Name, found.Count > 0 ? found : [.. arguments.FindConstants(findings.Expression)], isNamed, isOnly);
        }
    }

    private ArgumentFindings FindingsOf(int variable)
    {
        if (!_variables.TryGetValue(variable, out var findings))
        {
            var name = _document.Scope.Names[variable];
            var definition = _document.Definition.Variables.First(definition => definition.Name.Value == name);
            findings = new ArgumentFindings(ArgumentExpression.Of(definition.Expression, _document.Scope.Programs[variable]));
            _variables.Add(variable, findings);
            _findings.Add(findings);
        }

        return findings;
    }
}
