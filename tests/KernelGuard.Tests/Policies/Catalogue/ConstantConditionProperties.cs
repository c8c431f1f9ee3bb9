using FsCheck;
using FsCheck.Fluent;
using KernelGuard.Cel;
using KernelGuard.Policies;
using KernelGuard.Rules;
using KernelGuard.State;
using KernelGuard.Tests.Tools;
using Xunit;

namespace KernelGuard.Tests.Policies.Catalogue;

/// <summary>What a check says can never be is tried with calls that fit the schema.</summary>
public sealed class ConstantConditionProperties
{
    private const string NeverTrue = "can never be true";

    private static readonly Gen<string> Schemas = Gen.Elements(
        "{}",
        """{"type":"number","minimum":0,"maximum":5}""",
        """{"type":"number","exclusiveMinimum":0,"maximum":2.5}""",
        """{"type":"number","minimum":1,"exclusiveMinimum":true}""",
        """{"type":"integer","minimum":-1.5,"exclusiveMaximum":3}""",
        """{"type":["integer","null"],"maximum":2}""",
        """{"type":"string","maxLength":2}""",
        """{"type":"string","enum":["x","yy"]}""",
        """{"enum":["x",2,null]}""",
        """{"const":2}""",
        """{"type":"boolean"}""",
        """{"type":"boolean","default":true}""",
        """{"type":"array","minItems":1,"maxItems":2}""",
        """{"type":"integer","minimum":0,"default":2}""",
        """{"$ref":"#/$defs/small"}""",
        """{"type":"number","allOf":[{"maximum":2},{"minimum":-1,"maximum":4}]}""",
        """{"anyOf":[{"type":"number","maximum":1},{"type":"string"}]}""",
        """{"oneOf":[{"enum":["x"]},{"type":"integer"}]}""",
        """{"type":"object","required":["k"],"properties":{"k":{"type":"integer","maximum":2}}}""",
        """{"type":["string","null"],"nullable":true,"minLength":1}""");

    private static readonly Gen<string> Values = Gen.Elements(
        "gone", "null", "true", "false", "-2", "-1", "0", "1", "1.5", "2", "2.0", "2.5", "3", "5", "\"x\"", "\"yy\"", "\"\"", "\"2\"", "\"zzz\"", "[]", "[1]", "[1,2]", "{}", "{\"k\":2}", "{\"k\":\"1\"}");

    private static readonly Gen<string> Atoms = Gen.OneOf(
        from place in Gen.Elements("args.a", "args.b", "vars.d", "int(args.b)", "double(args.b)", "size(args.a)", "args.a.k", "args[\"b\"]")
        from relation in Gen.Elements("<", "<=", ">", ">=", "==", "!=")
        from constant in Gen.Elements("-1", "0", "1", "2", "2.5", "3", "vars.two", "9", "dyn(2.0)")
        select $"{place} {relation} {constant}",
        from place in Gen.Elements("args.a", "args.b", "args.a.k")
        from test in Gen.Elements("== \"x\"", "!= \"x\"", "== \"zzz\"", "in [\"x\", 2]", "in [\"yy\", \"n\"]", "== null", "> \"x\"", "== true")
        select $"{place} {test}",
        Gen.Elements("has(args.a)", "has(args.b)", "has(args.a.k)", "args.a", "!args.b", "user.id == \"u\"", "args.a == args.b"));

    private static readonly Gen<string> Conditions =
        from left in Atoms
        from right in Atoms
        from third in Atoms
        from shape in Gen.Elements("{0}", "{0} && {1}", "{0} || {1}", "!({0}) && {1}", "({0} || {1}) && {2}", "({0}) ? ({1}) : ({2})")
        select string.Format(System.Globalization.CultureInfo.InvariantCulture, shape, left, right, third);

    [Fact]
    public void Load_RandomConditionAndSchema_NeverSaysThatCannotBeWhatCan()
    {
        var (found, tried) = (0, 0);
        var cases =
            from a in Schemas
            from b in Schemas
            from required in Gen.Elements("[]", "[\"a\"]", "[\"a\",\"b\"]")
            from condition in Conditions
            from calls in Gen.ListOf(from first in Values from second in Values select Call(first, second), 80)
            select (schema: Schema(a, b, required), condition, calls);

        Prop.ForAll(cases.ToArbitrary(), sample =>
        {
            var loaded = PolicyText.Load(Policy(sample.schema, sample.condition));
            if (loaded.Set is not { } set)
            {
                return true;
            }

            var tools = ToolFixture.Good([], closed: false, set.Tools);
            var requests = sample.calls.Select(call => tools.Normalize(call)).Where(request => request.Problem is null).ToList();
            foreach (var finding in loaded.Diagnostics.Where(finding => finding.Code == DiagnosticCodes.ConstantCondition && finding.Line == 7))
            {
                found++;
                tried += requests.Count;
                var source = finding.Length == 0 ? sample.condition : finding.SourceLine!.Substring(finding.Column - 1, finding.Length).Trim('\'');
                if (!finding.Message.Contains("no difference", StringComparison.Ordinal) && requests.Exists(request => Is(set, source, request, finding.Message.Contains(NeverTrue, StringComparison.Ordinal))))
                {
                    return false;
                }
            }

            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_500));

        Assert.InRange(found, 200, int.MaxValue);
        Assert.InRange(tried, 500, int.MaxValue);
    }

    private static bool Is(PolicySet set, string source, KernelGuard.Calls.ToolCallRequest request, bool value)
    {
        var document = set.CompiledDocuments[0];
        var program = document.Environment.Compile(source).Program;
        Assert.NotNull(program);
        var activation = new DecisionActivation(request, default, new UsageStore());
        activation.Enter(document.Scope);
        return program.Evaluate(activation) is { Kind: CelKind.Bool } result && result.IsTrue == value;
    }

    private static string Schema(string a, string b, string required) =>
        $$$"""{"type":"object","required":{{{required}}},"properties":{"a":{{{a}}},"b":{{{b}}} },"$defs":{"small":{"type":"number","maximum":2} } }""";

    private static string Policy(string schema, string condition) => $$"""
        kernelguard: 1
        policy: p
        tools:
          T: { args: {{schema}} }
        vars: { two: 2, d: double(args.b) }
        rules:
          - { id: r, tool: T, effect: deny, when: '{{condition}}' }
          - { id: s, tool: S, effect: allow }
        """;

    private static string Call(string a, string b) => $"{{{string.Join(',', new[] { ("a", a), ("b", b) }.Where(member => member.Item2 != "gone").Select(member => $"\"{member.Item1}\":{member.Item2}"))}}}";
}
