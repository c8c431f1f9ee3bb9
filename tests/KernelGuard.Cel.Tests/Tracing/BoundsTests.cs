using System.Globalization;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using KernelGuard.Cel.Tracing;
using Xunit;

namespace KernelGuard.Cel.Tests.Tracing;

public sealed class BoundsTests
{
    private static readonly CelEnvironment _environment = CelEnvironment.CreateBuilder()
        .AddVariable("args", CelType.Dyn).AddVariable("user", CelType.Dyn).AddVariable("vars", CelType.Dyn).Build();

    private static readonly Dictionary<string, string> _definitions = new()
    {
        ["vars.amount"] = "double(args.amount)",
        ["vars.whole"] = "int(args.amount)",
        ["vars.cap"] = "500.0",
        ["vars.twice"] = "vars.cap * 2.0",
        ["vars.over"] = "vars.amount > vars.cap",
        ["vars.limit"] = "user.limit",
        ["vars.sum"] = "args.amount + args.fee",
        ["vars.self"] = "vars.self",
    };

    private static readonly Gen<string> Atoms = Gen.OneOf(
        from field in Gen.Elements("a", "b") from relation in Gen.Elements("<", "<=", ">", ">=", "==", "!=") from constant in Gen.Elements("-3", "0", "1.5", "2", "5.0")
        from mirrored in Gen.Elements(false, true) select mirrored ? $"{constant} {relation} args.{field}" : $"args.{field} {relation} {constant}",
        Gen.Elements("args.s == 'x'", "args.s != 'x'", "args.s in ['x', 'y']", "args.f", "has(args.a)", "has(args.z)", "args.a in [1, 2.0]", "args.a + args.b > 2"),
        Gen.Elements("int(args.a) > 1", "int(args.a) < 0", "double(args.b) <= 1.5", "int(args.b) == 2", "true", "user.id == 'ann'", "args.z > 1"));

    private static readonly Gen<string> Conditions = Gen.Sized(size => Condition(Math.Min(size / 10, 3)));

    [Theory]
    [InlineData("args.amount > 500", false, "amount<=500")]
    [InlineData("args.amount < 500.0", true, "amount<500.0")]
    [InlineData("500 >= args.amount", true, "amount<=500")]
    [InlineData("args.amount > -5", false, "amount<=-5")]
    [InlineData("vars.amount > 500.0", false, "amount<=500.0")]
    [InlineData("vars.over", false, "amount<=500.0")]
    [InlineData("vars.amount >= vars.twice || vars.amount > 600.0", false, "amount<=600.0")]
    [InlineData("vars.whole > 500", false, "amount<=500")]
    [InlineData("vars.whole < 500", true, "amount<=499")]
    [InlineData("vars.whole >= 1000 || int(args.amount) > 0", true, "")]
    [InlineData("args.amount >= 100 && args.amount <= 500", true, "100<=amount<=500")]
    [InlineData("args.amount > 100 && args.amount < 500 && args.amount != 300", true, null)]
    [InlineData("args.amount <= 500 && args.amount != 500 && args.amount != 900", true, "amount<500")]
    [InlineData("args.amount < 100 && args.amount > 100", true, null)]
    [InlineData("args.currency != 'USD'", false, "currency=\"USD\"")]
    [InlineData("args.currency in ['USD', 'GBP'] && args.currency != 'GBP'", true, "currency=\"USD\"")]
    [InlineData("args.currency in ['USD', 'GBP']", true, "currency=\"USD\"|\"GBP\"")]
    [InlineData("args.amount > 500 && user.id == 'ann'", false, "amount<=500")]
    [InlineData("args.amount > 500 || user.id == 'ann'", false, null)]
    [InlineData("args.amount > 500 || user.id == 'bob'", false, "amount<=500")]
    [InlineData("args.amount > 500 || args.currency != 'USD'", false, "amount<=500 currency=\"USD\"")]
    [InlineData("args.amount > 500 && args.currency == 'EUR' && args.fee > 1", false, "amount<=500")]
    [InlineData("has(args.note) && args.note == 'a'", true, "note=\"a\"")]
    [InlineData("!has(args.note) && args.amount < 5", true, "amount<5")]
    [InlineData("has(args.note) && args.amount < 5", true, null)]
    [InlineData("args.urgent", false, "urgent=false")]
    [InlineData("!args.urgent && !(args.amount > 10)", true, "amount<=10 urgent=false")]
    [InlineData("args.order.total < 5", true, "order.total<5")]
    [InlineData("args['order']['total'] < 5", true, "order.total<5")]
    [InlineData("args.urgent ? args.amount < 5 : args.amount < 50", true, "amount<5")]
    [InlineData("args.amount < 500 && args.amount % 7 == 1", true, null)]
    [InlineData("args.amount < 500 && args.Amount < 100", true, null)]
    [InlineData("args.amount > vars.limit", true, null)]
    [InlineData("args.amount > user.limit", true, null)]
    [InlineData("args.amount < args.fee", true, null)]
    [InlineData("args.amount < 5 && user.id == 'ann' && user.limit > 5", true, "amount<5")]
    [InlineData("args.amount < 5 && user.id == 'bob'", true, null)]
    [InlineData("vars.sum < 5", true, null)]
    [InlineData("vars.self < 5", true, null)]
    [InlineData("args.currency < 'A'", true, null)]
    [InlineData("args.amount != 900", true, null)]
    [InlineData("args.items.all(args, args > 1)", true, null)]
    [InlineData("args.items.exists(i, i > 5) && args.amount > 5", true, null)]
    [InlineData("args.amount > 900 && args.items.exists(i, i > 0)", true, "amount>900")]
    [InlineData("args.amount > 500", true, "")]
    [InlineData("false", true, null)]
    public void FindBounds_Value_AreWhatFieldsWouldHaveToBe(string source, bool wanted, string? expected)
    {
        var bounds = Explain(source, """{"amount":900,"fee":2,"currency":"EUR","urgent":true,"items":[1,2],"order":{"total":9}}""").Bounds(wanted);

        Assert.Equal(expected, bounds is null ? null : string.Join(' ', bounds.OrderBy(b => b.Path, StringComparer.Ordinal).Select(Describe)));
    }

    [Theory]
    [InlineData("en-US")]
    [InlineData("tr-TR")]
    [InlineData("de-DE")]
    [InlineData("ar-SA")]
    public void FindBounds_RandomCondition_AreEnough(string culture)
    {
        var found = 0;
        var cases =
            from condition in Conditions
            from a in Gen.Elements("-4", "0", "0.5", "1", "1.5", "2", "7")
            from b in Gen.Elements("-4", "0", "0.5", "1.5", "2", "7")
            from s in Gen.Elements("x", "y", "z")
            from f in Gen.Elements(true, false)
            select (condition, args: $"{{\"a\":{a},\"b\":{b},\"s\":\"{s}\",\"f\":{(f ? "true" : "false")}}}");

        Cultures.Run(culture, () => Prop.ForAll(cases.ToArbitrary(), sample =>
        {
            var (areEnough, count) = AreEnough(sample.condition, sample.args);
            found += count;
            return areEnough;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_500)));

        Assert.InRange(found, 300, int.MaxValue);
    }

    [Fact]
    public void FindBounds_HugeConditions_AreBounded()
    {
        var either = string.Join(" || ", Enumerable.Range(0, 40).Select(i => $"args.a{i} > 5 && args.b{i} < 3"));

        var bounds = Explain(string.Join(" && ", Enumerable.Repeat($"({either})", 5)), "{}").Bounds(true);

        Assert.InRange(bounds?.Count ?? 0, 0, 16);
    }

    [Fact]
    public void FindBounds_DefinitionsThatMultiply_GiveUp()
    {
        var definitions = Enumerable.Range(1, 60).ToDictionary(i => $"vars.v{i}", i => $"vars.v{i - 1} && vars.v{i - 1} || args.a > {i}");
        definitions["vars.v0"] = "args.a > 0";

        var explained = Explain("vars.v60", """{"a":0}""");

        Assert.Null(explained.Program.FindBounds(
            explained.Variables, true, "args", path => definitions.TryGetValue(path, out var source) ? _environment.Compile(source).Program : null));
    }

    private static (bool AreEnough, int Found) AreEnough(string condition, string args)
    {
        var explained = Explain(condition, args);
        var found = 0;
        foreach (var wanted in new[] { true, false })
        {
            foreach (var changes in explained.Bounds(wanted) is { Count: > 0 } bounds ? Values(bounds) : [])
            {
                found++;
                if (Explain(condition, Merge(args, changes)).Value is not { Kind: CelKind.Bool } value || value.IsTrue != wanted)
                {
                    return (false, found);
                }
            }
        }

        return (true, found);
    }

    /// <summary>Gives values within bounds: at their ends, next to them, and in the middle.</summary>
    private static IEnumerable<Dictionary<string, string>> Values(IReadOnlyList<CelBounds> bounds) => Enumerable.Range(0, 3).Select(which => bounds.ToDictionary(
        b => b.Path["args.".Length..],
        b => b.OneOf.Count > 0 ? Json(b.OneOf[which % b.OneOf.Count]) : Number(b, which).ToString("R", CultureInfo.InvariantCulture)));

    private static double Number(CelBounds b, int which)
    {
        var low = b.Min is { } min ? ToDouble(min) : (double?)null;
        var high = b.Max is { } max ? ToDouble(max) : (double?)null;
        var bottom = low is { } l ? (b.IsMinExclusive ? Math.BitIncrement(l) : l) : high!.Value - 10.25;
        var top = high is { } h ? (b.IsMaxExclusive ? Math.BitDecrement(h) : h) : low!.Value + 10.25;
        return which switch { 0 => bottom, 1 => top, _ => (bottom + top) / 2 };
    }

    private static double ToDouble(CelValue value) => value.Kind == CelKind.Int ? value.AsInt : value.AsDouble;

    private static string Json(CelValue value) => value.Kind == CelKind.Double ? value.AsDouble.ToString("R", CultureInfo.InvariantCulture) : value.ToString();

    private static string Merge(string args, Dictionary<string, string> changes)
    {
        var members = JsonElement.Parse(args).EnumerateObject().ToDictionary(m => m.Name, m => m.Value.GetRawText());
        foreach (var (name, value) in changes)
        {
            members[name] = value;
        }

        return $"{{{string.Join(',', members.Select(m => $"\"{m.Key}\":{m.Value}"))}}}";
    }

    private static string Describe(CelBounds bounds)
    {
        var name = bounds.Path["args.".Length..];
        return bounds.OneOf.Count > 0
            ? $"{name}={string.Join('|', bounds.OneOf)}"
            : bounds switch
            {
                { Min: { } min, Max: { } max } => $"{min}{(bounds.IsMinExclusive ? "<" : "<=")}{name}{(bounds.IsMaxExclusive ? "<" : "<=")}{max}",
                { Min: { } min } => $"{name}{(bounds.IsMinExclusive ? ">" : ">=")}{min}",
                _ => $"{name}{(bounds.IsMaxExclusive ? "<" : "<=")}{bounds.Max}",
            };
    }

    private static Gen<string> Condition(int depth) => depth == 0
        ? Atoms
        : Gen.OneOf(
            Atoms,
            from left in Condition(depth - 1) from right in Condition(depth - 1) from op in Gen.Elements("&&", "||") select $"({left}) {op} ({right})",
            from operand in Condition(depth - 1) select $"!({operand})",
            from test in Atoms from yes in Condition(depth - 1) from no in Condition(depth - 1) select $"({test}) ? ({yes}) : ({no})");

    private static Explained Explain(string source, string args)
    {
        var variables = new CelVariables(_environment)
            .Set("args", CelValue.FromObject(JsonElement.Parse(args)))
            .Set("user", CelValue.FromObject(JsonElement.Parse("""{"id":"ann","limit":1000}""")));
        var values = new Dictionary<string, object?>();
        foreach (var (path, definition) in _definitions)
        {
            variables.SetObject("vars", values);
            var value = _environment.Compile(definition).Program!.Evaluate(variables);
            values[path["vars.".Length..]] = value.Kind switch { CelKind.Bool => value.AsBool, CelKind.Int => value.AsInt, CelKind.Double => value.AsDouble, _ => null };
        }

        var compilation = _environment.Compile(source);
        Assert.Empty(compilation.Diagnostics);
        return new Explained(compilation.Program!, variables.SetObject("vars", values));
    }

    private sealed record Explained(CelProgram Program, CelVariables Variables)
    {
        public CelValue Value => Program.Evaluate(Variables);

        public IReadOnlyList<CelBounds>? Bounds(bool wanted) => Program.FindBounds(Variables, wanted, "args", path =>
            _definitions.TryGetValue(path, out var source) ? _environment.Compile(source).Program : null);
    }
}
