using KernelGuard.Calls;
using KernelGuard.Policies;
using KernelGuard.Policies.Reading;

namespace KernelGuard.Cli.Testing;

/// <summary>Reads a file of cases as strictly as a policy: what it does not know is a finding with its place.</summary>
internal sealed class CaseFileReader
{
    private readonly DiagnosticBag _bag;
    private readonly CallStepReader _steps;

    private CaseFileReader(DiagnosticBag bag)
    {
        _bag = bag;
        _steps = new CallStepReader(bag);
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="CannotRunException">It has errors; all of them are in the message.</exception>
    public static CaseFile Read(string path)
    {
        var bag = new DiagnosticBag();
        var sources = PolicyFiles.Read(path, bag);
        var file = sources is [var source] ? new CaseFileReader(bag).Read(source) : null;
        return bag.HasErrors || file is null
            ? throw new CannotRunException(PolicyDiagnosticFormatter.Format(bag.InOrder(sources)).TrimEnd())
            : file;
    }

    private CaseFile? Read(PolicySource source)
    {
        if (NodeReader.Read(source, _bag) is not { } root || ValueReader.Map(root, "a file of cases", _bag) is not { } map)
        {
            return null;
        }

        var fields = new FieldReader(map, CaseKeys.File, _bag);
        fields.Text("description");
        var tools = fields.Text("tools");
        var defaults = _steps.ReadGiven(fields.Map("defaults"), CaseFacts.None);
        var cases = new List<PolicyCase>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        if (fields.Require("cases") is DocumentNode.List { Items.Count: 0 } empty)
        {
            _bag.Error(DiagnosticCodes.EmptyValue, empty.Span, "`cases` is an empty list");
        }

        foreach (var item in fields.Maps("cases"))
        {
            if (ReadCase(item, defaults, names) is { } read)
            {
                cases.Add(read);
            }
        }

        return new CaseFile(tools is null ? null : Path.Combine(Path.GetDirectoryName(source.Name) ?? "", tools), cases);
    }

    private PolicyCase? ReadCase(DocumentNode.Map map, CaseFacts defaults, HashSet<string> names)
    {
        var fields = new FieldReader(map, CaseKeys.Case, _bag);
        fields.Text("description");
        var name = fields.Require("name") is null ? null : fields.LocatedText("name");
        if (name is { } given && !names.Add(given.Value))
        {
            _bag.Error(DiagnosticCodes.DuplicateValue, given.Span, $"another case is named {QuotedText.Quote(given.Value)}");
        }

        var facts = _steps.ReadGiven(fields.Map("given"), defaults);
        var steps = ReadSteps(fields, facts);
        return name is { } known ? new PolicyCase(known.Value, map.Span.Source.Name, map.Span.Line, facts.Time ?? CaseFacts.UsualTime, steps) : null;
    }

    private List<CaseStep> ReadSteps(FieldReader fields, CaseFacts facts)
    {
        var steps = fields.Maps("earlier").Select(map => _steps.Read(map, CaseKeys.Call, facts)).OfType<CaseStep>().ToList();
        if (fields.Find("calls") is { } calls)
        {
            foreach (var key in new[] { "call", "expect" })
            {
                if (fields.Find(key) is { } other)
                {
                    _bag.Error(DiagnosticCodes.MisplacedKey, other.Span, $"a case has `calls`, each with its own `expect`, or `call` and `expect`: not `calls` and `{key}`");
                }
            }

            steps.AddRange(ValueReader.Maps(calls, "calls", _bag).Select(map => _steps.Read(map, CaseKeys.ExpectedCall, facts)).OfType<CaseStep>());
            if (!steps.Exists(step => step.Expected.Count > 0) && !_bag.HasErrors)
            {
                _bag.Error(DiagnosticCodes.MissingKey, calls.Span, "nothing is expected of any of the `calls`: at least one needs the key `expect`");
            }

            return steps;
        }

        var expected = fields.Require("expect") is { } expect ? ExpectationReader.Read(expect, _bag) : [];
        if (fields.Require("call") is not null && fields.Map("call") is { } call && _steps.Read(call, CaseKeys.Call, facts) is { } step)
        {
            steps.Add(step with { Expected = expected });
        }

        return steps;
    }
}
