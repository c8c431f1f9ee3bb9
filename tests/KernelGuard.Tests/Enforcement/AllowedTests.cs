using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using KernelGuard.Decisions;
using KernelGuard.Enforcement;
using KernelGuard.Tests.Root;
using KernelGuard.Tools;
using Xunit;

namespace KernelGuard.Tests.Enforcement;

/// <summary>Refusals say what would pass.</summary>
public sealed class AllowedTests
{
    private const string Refunds = """
        kernelguard: 1
        policy: refunds
        vars:
          amount: double(args.amount)
          cap: "500.0"
          personal: 'user.id == "ann" ? 250.0 : 100.0'
          over: vars.amount > vars.cap
        rules:
          - { id: small, tool: Issue, when: vars.amount < 100.0, effect: allow }
          - { id: medium, tool: Issue, when: vars.amount >= 100.0 && vars.amount <= 500.0, effect: require_approval }
          - { id: large, tool: Issue, when: vars.over, effect: deny, code: refund_over_cap }
          - { id: other-currency, tool: Issue, when: 'has(args.currency) && args.currency != "USD"', effect: deny }
          - { id: quiet, tool: Quiet, when: args.amount > 500, effect: deny, disclose: reason, reason: No. }
          - { id: mine, tool: Mine, when: args.amount > vars.personal, effect: deny }
          - { id: by-user, tool: User, when: user.id == "ann", effect: deny }
          - { id: by-session, tool: Session, when: session.calls > 5 || user.id == "ann", effect: deny }
          - { id: far, tool: Search, when: 'args.limit <= 10 && args.region in ["eu", "uk"]', effect: allow }
          - { id: near, tool: Search, when: args.limit <= 100, effect: allow }
          - { id: role, tool: Admin, when: '"admin" in user.roles', effect: allow }
        """;

    [Theory]
    [Trait("Requirement", "S4-15")]
    [InlineData("Issue", """{"amount":900}""", """{"amount":{"max":500}}""")]
    [InlineData("Issue", """{"amount":50,"currency":"EUR"}""", """{"currency":{"equals":"USD"}}""")]
    [InlineData("Search", """{"region":"us","limit":500}""", """{"limit":{"max":100}}""")]
    [InlineData("Search", """{"limit":"many"}""", """{"limit":{"max":100}}""")]
    public async Task Refusal_ConditionComparesArgumentsWithConstants_SaysWhatWouldPass(string tool, string arguments, string allowed)
    {
        await using var kit = new TestGuard(Refunds);

        var outcome = await kit.CallAsAnnAsync(tool, arguments);

        var refusal = JsonNode.Parse(outcome.Refusal!.ToJson())!.AsObject();
        Assert.Equal(("with_changes", allowed), ((string)refusal["retry"]!, refusal["allowed"]!.ToJsonString()));
        Assert.Equal(["status", "executed", "code", "message", "retry", "allowed", "attempt", "decision_id"], refusal.Select(member => member.Key));
    }

    [Theory]
    [InlineData("Quiet", """{"amount":900}""", Retry.WithChanges)]
    [InlineData("Mine", """{"amount":900}""", Retry.WithChanges)]
    [InlineData("User", """{"amount":900}""", Retry.Never)]
    [InlineData("Session", """{"amount":900}""", Retry.Never)]
    [InlineData("Admin", """{"amount":900}""", Retry.Never)]
    [InlineData("Nobody", """{"amount":900}""", Retry.Never)]
    [Trait("Requirement", "S5-33")]
    public async Task Refusal_NothingMayBeSaid_HasNoBounds(string tool, string arguments, Retry retry)
    {
        await using var kit = new TestGuard(Refunds);

        var refusal = (await kit.CallAsAnnAsync(tool, arguments)).Refusal!;

        Assert.Empty(refusal.Allowed);
        Assert.Equal(retry, refusal.Retry);
        Assert.DoesNotContain("allowed", refusal.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Decision_Permitted_HasNoBounds()
    {
        await using var kit = new TestGuard(Refunds);

        Assert.Empty((await kit.CallAsAnnAsync("Issue", """{"amount":50}""")).Decision.Allowed);
        Assert.Empty((await kit.CallAsAnnAsync("Issue", """{"amount":250}""")).Decision.Allowed);
    }

    [Fact]
    public async Task Refusal_SeveralArguments_AreInTheOrderOfTheCall()
    {
        await using var kit = new TestGuard(
            "kernelguard: 1\npolicy: p\nrules: [{ id: r, tool: T, effect: allow, when: 'args.a < 1.5 && !args.b && args.c in [1, \"x\", true] && args.d.e > 2 && args.d.e <= 9' }]");

        var outcome = await kit.CallAsAnnAsync("T", """{"d":{"e":1},"c":5,"b":true,"a":7}""");

        Assert.EndsWith(
            """
            "retry":"with_changes","allowed":{"d.e":{"exclusive_min":2,"max":9},"c":{"one_of":[1,"x",true]},"b":{"equals":false},"a":{"exclusive_max":1.5}},"attempt":1,"decision_id":"
            """.Trim() + outcome.Decision.Id + "\"}",
            outcome.Refusal!.ToJson(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refusal_TooMuchToSay_SaysNothing()
    {
        var many = string.Join(" && ", Enumerable.Range(0, 9).Select(i => $"args.a{i} > 5"));
        await using var kit = new TestGuard($"kernelguard: 1\npolicy: p\nrules: [{{ id: r, tool: T, effect: allow, when: '{many}' }}, {{ id: s, tool: S, effect: allow, when: 'args.s == \"{new string('x', 101)}\"' }}]");

        Assert.Empty((await kit.CallAsAnnAsync("T")).Refusal!.Allowed);
        Assert.Empty((await kit.CallAsAnnAsync("S")).Refusal!.Allowed);
    }

    [Fact]
    public async Task Refusal_FirstMatchEndsWithADeny_SaysWhatAnEarlierRulePermits()
    {
        await using var kit = new TestGuard(
            "kernelguard: 1\npolicy: p\ncombine: first_match\nrules: [{ id: a, tool: T, effect: allow, when: args.a < 5 }, { id: b, tool: T, effect: deny }]");

        var refusal = (await kit.CallAsAnnAsync("T", """{"a":9}""")).Refusal!;

        Assert.Equal((Retry.WithChanges, 5L), (refusal.Retry, Assert.Single(refusal.Allowed).ExclusiveMax));
    }

    [Fact]
    public async Task Refusal_TransformChangedTheCall_SaysNothingOfTheChangedCall()
    {
        await using var kit = new TestGuard("""
            kernelguard: 1
            policy: p
            rules:
              - { id: t, tool: T, effect: transform, when: args.a > 100, transform: [{ set: args.a, to: "60" }] }
              - { id: d, tool: T, effect: deny, when: args.a > 50 && args.a < 70 }
              - { id: a, tool: T, effect: allow }
            """);

        var refusal = (await kit.CallAsAnnAsync("T", """{"a":900}""")).Refusal!;

        Assert.Empty(refusal.Allowed);
    }

    [Theory]
    [InlineData("args.a > 50", "clamp: args.a, max: '10'", 0)]
    [InlineData("args.a > 50", "remove: args.a.b", 0)]
    [InlineData("args.a > 50 && args.b < 5", "set: args.B, to: '9'", 0)]
    [InlineData("vars.a > 50", "clamp: args.a, max: '10'", 0)]
    [InlineData("args.a > 50", "clamp: args.c, max: '10'", 1)]
    [InlineData("args.a > 50", "redact: result.a", 1)]
    public async Task Refusal_TransformMayWriteWhatIsCompared_HasNoBoundsOfIt(string condition, string change, int told)
    {
        await using var kit = new TestGuard($$"""
            kernelguard: 1
            policy: p
            vars: { a: args.a }
            rules:
              - { id: t, tool: T, effect: transform, when: args.a > 20, transform: [{ {{change}} }] }
              - { id: a, tool: T, effect: allow, when: '{{condition}}' }
            """);

        Assert.Equal(told, (await kit.CallAsAnnAsync("T", """{"a":1,"b":1,"c":1}""")).Refusal!.Allowed.Count);
    }

    [Theory]
    [InlineData("deny", "args.n > 0", """{"type":"integer","minimum":1}""", "9", null, Retry.Never)]
    [InlineData("deny", "args.n > 0", """{"type":"integer","exclusiveMinimum":0}""", "9", null, Retry.Never)]
    [InlineData("deny", "args.n > 0", """{"type":"number","exclusiveMinimum":0}""", "9", null, Retry.Never)]
    [InlineData("deny", "args.n > 0", """{"type":"integer","minimum":0}""", "9", """{"n":{"max":0}}""", Retry.WithChanges)]
    [InlineData("deny", "args.n >= 5", """{"type":"integer","minimum":4}""", "9", """{"n":{"exclusive_max":5}}""", Retry.WithChanges)]
    [InlineData("deny", "args.n >= 5", """{"type":"integer","minimum":5}""", "9", null, Retry.Never)]
    [InlineData("deny", "args.n > 5", """{"enum":[0,10,100]}""", "100", """{"n":{"max":5}}""", Retry.WithChanges)]
    [InlineData("deny", "args.n > 5", """{"enum":[10,100]}""", "100", null, Retry.Never)]
    [InlineData("deny", "args.n > 5", """{"anyOf":[{"type":"integer","maximum":3},{"type":"integer","minimum":50}]}""", "100", """{"n":{"max":5}}""", Retry.WithChanges)]
    [InlineData("deny", "args.n > 0 && args.n % 2 == 0", """{"type":"integer","minimum":1}""", "8", null, Retry.WithChanges)]
    [InlineData("deny", "!(args.n > 0 && args.n < 10)", """{"type":"integer","minimum":20}""", "30", null, Retry.WithChanges)]
    [InlineData("deny", "int(args.n) > 0", """{"type":"number","exclusiveMinimum":0}""", "9", null, Retry.WithChanges)]
    [InlineData("deny", "int(args.n) > 0", """{"type":"string"}""", "\"9\"", null, Retry.WithChanges)]
    [InlineData("deny", "args.n < 5", """{"type":"number","maximum":1.7976931348623157e308}""", "1", """{"n":{"min":5}}""", Retry.WithChanges)]
    [InlineData("deny", "args.n < 5.5", """{"type":"integer","maximum":6}""", "1", """{"n":{"min":5.5}}""", Retry.WithChanges)]
    [InlineData("deny", "args.n < 9007199254740991", """{"type":"integer"}""", "1", """{"n":{"min":9007199254740991}}""", Retry.WithChanges)]
    [InlineData("deny", "args.n != \"a\"", """{"enum":["b","c"]}""", "\"b\"", null, Retry.Never)]
    [InlineData("deny", "args.n != \"a\"", """{"type":"string","maxLength":3}""", "\"b\"", """{"n":{"equals":"a"}}""", Retry.WithChanges)]
    [InlineData("allow", "args.n in [\"a\", \"b\", \"long\"]", """{"type":"string","maxLength":3}""", "\"c\"", """{"n":{"one_of":["a","b"]}}""", Retry.WithChanges)]
    [InlineData("allow", "args.n < 5", """{"type":"integer","minimum":5}""", "9", null, Retry.Never)]
    public async Task Refusal_ToolHasASchema_TellsOnlyWhatItTakes(string effect, string condition, string schema, string sent, string? allowed, Retry retry)
    {
        await using var kit = new TestGuard(
            $"kernelguard: 1\npolicy: p\nrules:\n  - {{ id: r, tool: T, effect: {effect}, when: '{condition}' }}\n  - {{ id: other, tool: U, effect: allow }}",
            options => options.Tools = [new ToolDescriptor("T", null, JsonElement.Parse($$"""{"type":"object","properties":{"n":{{schema}} } }"""))]);

        var refusal = (await kit.CallAsAnnAsync("T", $$"""{"n":{{sent}}}""")).Refusal!;

        Assert.Equal((retry, allowed), (refusal.Retry, JsonNode.Parse(refusal.ToJson())!["allowed"]?.ToJsonString()));
    }

    [Theory]
    [InlineData(3, Retry.Never)]
    [InlineData(300, Retry.WithChanges)]
    public async Task Refusal_SchemaHasTooManyValuesToTry_DoesNotSayNever(int count, Retry retry)
    {
        var values = string.Join(',', Enumerable.Range(-count, count));
        await using var kit = new TestGuard(
            "kernelguard: 1\npolicy: p\nrules: [{ id: r, tool: T, effect: deny, when: args.n > 5 }, { id: a, tool: U, effect: allow }]",
            options => options.Tools = [new ToolDescriptor("T", null, JsonElement.Parse($$"""{"type":"object","properties":{"n":{"allOf":[{"enum":[101,{{values}}]},{"enum":[101]}]} } }"""))]);

        var refusal = (await kit.CallAsAnnAsync("T", """{"n":101}""")).Refusal!;

        Assert.Equal((retry, 0), (refusal.Retry, refusal.Allowed.Count));
    }

    [Fact]
    public async Task Refusal_SchemaRefersToItself_IsStillGiven()
    {
        const string Schema = """{"type":"object","properties":{"n":{"$ref":"#/$defs/n"}},"$defs":{"n":{"anyOf":[{"type":"integer","minimum":1},{"type":"object","properties":{"n":{"$ref":"#/$defs/n"}}}]}}}""";
        await using var kit = new TestGuard(
            "kernelguard: 1\npolicy: p\nrules: [{ id: r, tool: T, effect: deny, when: args.n > 0 }, { id: a, tool: U, effect: allow }]",
            options => options.Tools = [new ToolDescriptor("T", null, JsonElement.Parse(Schema))]);

        Assert.Empty((await kit.CallAsAnnAsync("T", """{"n":9}""")).Refusal!.Allowed);
    }

    [Fact]
    [Trait("Requirement", "S4-15")]
    public async Task Record_Refused_HoldsWhatWouldHavePassed()
    {
        await using var kit = new TestGuard(Refunds);

        await kit.CallAsAnnAsync("Issue", """{"amount":900}""");

        Assert.Contains("""
            "allowed":[{"argument":"amount","max":500}]
            """.Trim(), kit.Ledger.Records[0].Text(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en-US")]
    [InlineData("tr-TR")]
    [InlineData("de-DE")]
    [InlineData("ar-SA")]
    public async Task Call_ChangedAsAllowed_IsNotRefusedByTheRuleAgain(string culture)
    {
        var tried = 0;
        var denies = Gen.Sample(Condition(2), 60);
        var rules = string.Concat(denies.Select((condition, i) => $"  - {{ id: d{i}, tool: D{i}, effect: deny, when: '{condition}' }}\n  - {{ id: a{i}, tool: D{i}, effect: allow }}\n  - {{ id: p{i}, tool: P{i}, effect: allow, when: '{condition}' }}\n"));
        await using var kit = new TestGuard($"kernelguard: 1\npolicy: p\nrules:\n{rules}");
        var calls = from tool in Gen.Elements("D", "P") from i in Gen.Choose(0, denies.Length - 1) from a in Numbers from b in Numbers select (tool: $"{tool}{i}", a, b);

        Cultures.Run(culture, () => Prop.ForAll(calls.ToArbitrary(), call =>
        {
            var (a, b) = (call.a, call.b);
            var outcome = Call(kit, call.tool, a, b);
            if (outcome.Refusal is not { Allowed: { Count: > 0 } allowed })
            {
                return true;
            }

            tried++;
            foreach (var bounds in allowed)
            {
                var value = Within(bounds);
                (a, b) = bounds.Argument == "a" ? (value, b) : (a, value);
            }

            return Call(kit, call.tool, a, b).Executed;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300)));

        Assert.InRange(tried, 20, 300);
    }

    private static readonly Gen<double> Numbers = Gen.Elements(-7, -1.5, 0, 0.5, 2, 3, 11);

    private static ToolCallOutcome Call(TestGuard kit, string tool, double a, double b) => kit
        .CallAsync(tool, string.Create(CultureInfo.InvariantCulture, $$"""{"a":{{a:R}},"b":{{b:R}}}""")).AsTask().GetAwaiter().GetResult();

    private static double Within(ArgumentBounds bounds)
    {
        if (bounds.OneOf is [var first, ..])
        {
            return Convert.ToDouble(first, CultureInfo.InvariantCulture);
        }

        var low = (bounds.Min ?? bounds.ExclusiveMin) is { } min ? Convert.ToDouble(min, CultureInfo.InvariantCulture) : (double?)null;
        var high = (bounds.Max ?? bounds.ExclusiveMax) is { } max ? Convert.ToDouble(max, CultureInfo.InvariantCulture) : (double?)null;
        return (low, high) switch
        {
            (null, { } h) => bounds.Max is null ? h - 0.5 : h,
            ({ } l, null) => bounds.Min is null ? l + 0.5 : l,
            _ => (low!.Value + high!.Value) / 2,
        };
    }

    private static Gen<string> Condition(int depth)
    {
        var atom = from name in Gen.Elements("a", "b") from relation in Gen.Elements("<", "<=", ">", ">=", "==", "!=") from constant in Gen.Elements("-2", "0", "1.5", "3")
                   select $"args.{name} {relation} {constant}";
        return depth == 0 ? atom : Gen.OneOf(
            atom,
            from left in Condition(depth - 1) from right in Condition(depth - 1) from op in Gen.Elements("&&", "||") select $"({left}) {op} ({right})",
            from operand in Condition(depth - 1) select $"!({operand})");
    }
}
