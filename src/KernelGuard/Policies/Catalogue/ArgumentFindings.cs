using KernelGuard.Calls;
using KernelGuard.Cel.Diagnostics;
using KernelGuard.Policies.Reading;

namespace KernelGuard.Policies.Catalogue;

/// <summary>What was found of one expression in the tools that it is evaluated for. Not thread-safe.</summary>
internal sealed class ArgumentFindings(ArgumentExpression expression)
{
    private readonly List<(CelDiagnostic Finding, string Tool)> _certain = [];
    private List<(CelDiagnostic Finding, string Tool)>? _common;
    private readonly HashSet<(string Tool, bool IsNamed)> _seen = [];
    private bool _isOpen;
    private bool _mayBeOfOthers;

    /// <summary>The expression.</summary>
    public ArgumentExpression Expression => expression;

    /// <summary>Whether what is found for a tool could still make a difference.</summary>
    /// <param name="tool">The tool.</param>
    /// <param name="isNamed">Whether it is named, and not only matched by a pattern.</param>
    public bool Wants(string tool, bool isNamed) => (isNamed || !(_isOpen || _common is { Count: 0 })) && _seen.Add((tool, isNamed));

    /// <summary>Takes a tool of which it is not known which arguments it has.</summary>
    public void AddUnknown() => _isOpen = true;

    /// <summary>Takes that it may be evaluated for tools that are not known.</summary>
    public void AddOthers() => _mayBeOfOthers = true;

    /// <summary>Takes what was found for a tool.</summary>
    /// <param name="tool">The tool.</param>
    /// <param name="found">What was found; empty where the expression fits.</param>
    /// <param name="isNamed">Whether the expression is evaluated in every call of this tool, as far as it tests nothing before.</param>
    /// <param name="isOnly">Whether it is evaluated for no other tool.</param>
    public void Add(string tool, IReadOnlyList<CelDiagnostic> found, bool isNamed, bool isOnly)
    {
        if (isOnly || (isNamed && !expression.IsGuarded))
        {
            _certain.AddRange(found.Where(finding => !IsConstant(finding)).Select(finding => (finding, tool)));
        }

        _common = _common is null
            ? [.. found.Select(finding => (finding, tool))]
            : [.. _common.Where(known => found.Any(finding => IsSame(finding, known.Finding)))];
    }

    /// <summary>Reports what is certain for a tool that is named, and what is wrong for all of them.</summary>
    public void Report(DiagnosticBag bag)
    {
        var all = _isOpen ? _certain : _certain.Concat(_common ?? []);
        foreach (var (finding, tool) in all.DistinctBy(found => (found.Finding.Span, found.Finding.Code)))
        {
            if (IsConstant(finding))
            {
                if (!_mayBeOfOthers)
                {
                    var message = $"{finding.Message} in calls of {QuotedText.Quote(tool)} that fit its schema";
                    bag.Warning(DiagnosticCodes.ConstantCondition, expression.Locate(finding.Span), message, finding.Help);
                }
            }
            else if (finding.Code != CelDiagnosticCodes.CostExceeded)
            {
                bag.Error(
                    DiagnosticCodes.ArgumentMismatch,
                    expression.Locate(finding.Span),
                    $"this does not fit the arguments of {QuotedText.Quote(tool)}: {finding.Message}",
                    finding.Help);
            }
            else if (!expression.ReadsVariables)
            {
                bag.Warning(
                    DiagnosticCodes.CostlyExpression,
                    expression.Locate(finding.Span),
                    $"arguments of {QuotedText.Quote(tool)} that fit its schema can make this fail: {finding.Message}",
                    finding.Help);
            }
        }
    }

    private static bool IsSame(CelDiagnostic one, CelDiagnostic two) =>
        one.Span == two.Span && one.Code == two.Code && (one.Message == two.Message || !IsConstant(one));

    private static bool IsConstant(CelDiagnostic finding) => finding.Code == DiagnosticCodes.ConstantCondition;
}
