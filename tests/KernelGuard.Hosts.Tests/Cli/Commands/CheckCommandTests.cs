namespace KernelGuard.Hosts.Tests.Cli.Commands;

public sealed class CheckCommandTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    [Trait("Requirement", "S1-09")]
    public async Task Check_GoodPolicy_PrintsWhatItIs()
    {
        var path = _folder.Write("p.yaml", Policies.Permissive);
        var result = (await CliProcess.RunAsync(["check", path])).Expect(0);

        Assert.Matches("^policies: permissive; rules: 1; mode: enforce; digest: sha256:[0-9a-f]{64}\nerrors: 0; warnings: 0\n$", result.Output);
        Assert.Empty(result.Error);
    }

    [Fact]
    public async Task Check_Folder_MakesOneSet()
    {
        _folder.Write("a.yaml", Policies.Permissive);
        _folder.Write("b.yaml", Policies.Refunds);
        var result = (await CliCall.RunAsync("check", _folder.Path)).Expect(0);

        Assert.Contains("policies: permissive, refunds; rules: 6", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_SeveralErrors_PrintsAllWithPlaceAndHelp()
    {
        var path = _folder.Write("p.yaml", """
            kernelguard: 1
            policy: broken
            rules:
              - { id: a, tool: t, efect: allow, effect: allow }
              - { id: b, tool: t, effect: allow, when: args.amount > }
            """);
        var result = (await CliProcess.RunAsync(["check", path])).Expect(1);

        Assert.Contains($"--> {path}:4:", result.Output, StringComparison.Ordinal);
        Assert.Contains("^^^^^", result.Output, StringComparison.Ordinal);
        Assert.Contains("did you mean `effect`?", result.Output, StringComparison.Ordinal);
        Assert.Contains($"--> {path}:5:", result.Output, StringComparison.Ordinal);
        Assert.EndsWith("errors: 2; warnings: 0\n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_Json_IsOneObject()
    {
        var path = _folder.Write("p.yaml", Policies.Permissive.Replace("effect", "efect", StringComparison.Ordinal));
        var json = (await CliCall.RunAsync("check", path, "--json")).Expect(1).Json;

        Assert.False(json.GetProperty("ok").GetBoolean());
        Assert.Equal(json.GetProperty("errors").GetInt32(), json.GetProperty("findings").GetArrayLength());
        Assert.Equal("null", json.GetProperty("policy_digest").GetRawText());
        var finding = json.GetProperty("findings")[0];
        Assert.Equal(
            ["severity", "code", "message", "file", "line", "column", "length", "help"],
            finding.EnumerateObject().Select(member => member.Name));
        Assert.Equal("error", finding.GetProperty("severity").GetString());
        Assert.Equal(4, finding.GetProperty("line").GetInt32());
    }

    [Fact]
    public async Task Check_JsonOfGoodPolicy_HasDigestAndMode()
    {
        var json = (await CliCall.RunAsync("check", _folder.Write("p.yaml", Policies.Permissive), "--json")).Expect(0).Json;

        Assert.True(json.GetProperty("ok").GetBoolean());
        Assert.Equal("permissive", json.GetProperty("policies")[0].GetString());
        Assert.Equal((1, "enforce"), (json.GetProperty("rules").GetInt32(), json.GetProperty("mode").GetString()));
        Assert.StartsWith("sha256:", json.GetProperty("policy_digest").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public async Task Check_Warning_IsAFindingOnlyIfStrict(bool isStrict, int exitCode)
    {
        var path = _folder.Write("p.yaml", Policies.Refunds);
        var result = (await CliCall.RunAsync(["check", path, .. isStrict ? ["--strict"] : Array.Empty<string>()])).Expect(exitCode);

        Assert.Contains("warning[log_only_permit]", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "S3-34")]
    [Trait("Requirement", "S5-24")]
    public async Task Check_Tools_ListsThemAndFindsWhatDoesNotFit()
    {
        var policy = _folder.Write("p.yaml", """
            kernelguard: 1
            policy: p
            tools: { Pay: { risk: high, impact: irreversible, also: [pay_now] } }
            rules:
              - { id: a, tool: Pay, effect: require_approval, when: args.amuont > 5 }
              - { id: b, tool: Pay, effect: throttle, throttle: { limit: 5, per: 1h } }
              - { id: c, tool: Shell, effect: deny, when: user.id != "x" }
              - { id: d, tool: Gone, effect: allow }
            """);
        var tools = _folder.Write("tools.json", """[{"name":"pay_now","parameters":{"type":"object","properties":{"amount":{"type":"number"}}}},{"name":"Shell"}]""");

        var json = (await CliCall.RunAsync("check", policy, "--tools", tools, "--json")).Expect(1).Json;

        Assert.Equal(
            """[{"name":"pay_now","risk":"high","impact":"irreversible","rules":2,"effects":["require_approval","throttle"],"decided":["approval"]},{"name":"Shell","risk":null,"impact":null,"rules":1,"effects":["deny"],"decided":[]}]""",
            json.GetProperty("tools").GetRawText().Replace("\n", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal));
        Assert.Equal(
            ["argument_mismatch", "unreached_rule", "ungoverned_tool"],
            json.GetProperty("findings").EnumerateArray().Select(finding => finding.GetProperty("code").GetString()));
        Assert.Equal("no rule permits the tool `Shell`", json.GetProperty("findings")[2].GetProperty("message").GetString());
    }

    [Theory]
    [InlineData(true, "shell", "(not declared)", "(not declared)", "1", "deny", "refused")]
    [InlineData(true, "Mail", "(not declared)", "write", "2", "allow, require_approval", "approval or automated")]
    [InlineData(false, "Pay", "high", "irreversible", "1", "require_approval", "approval")]
    [Trait("Requirement", "S3-34")]
    [Trait("Requirement", "S3-35")]
    public async Task Check_Inventory_SaysHowRiskyToolsAreAndHowCallsAreDecided(bool hasTools, params string[] row)
    {
        var policy = _folder.Write("p.yaml", """
            kernelguard: 1
            policy: p
            tools:
              Pay: { risk: high, impact: irreversible }
              Mail: { impact: write }
              Mocks.Pay: { substitute: true }
            rules:
              - { id: a, tool: Pay, effect: require_approval }
              - { id: b, tool: Mail, effect: allow, when: user.id == "x" }
              - { id: c, tool: M*, effect: require_approval, when: user.id != "x" }
              - { id: d, tool: Shell, effect: deny, when: user.id != "x" }
            """);
        var tools = _folder.Write("tools.json", """[{"name":"Pay"},{"name":"Mail"},{"name":"shell"}]""");

        var output = (await CliCall.RunAsync(["check", policy, "--inventory", .. hasTools ? ["--tools", tools] : Array.Empty<string>()])).Expect(0).Output;

        Assert.Contains(output.Split('\n'), line => line.Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).SequenceEqual(row));
        Assert.DoesNotContain("Mocks", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_InventoryWithoutTools_SaysSo()
    {
        var policy = _folder.Write("p.yaml", "kernelguard: 1\npolicy: p\nrules: [{ id: a, tool: X, effect: allow }]\n");

        var output = (await CliCall.RunAsync("check", policy, "--inventory")).Expect(0).Output;

        Assert.StartsWith("No tool is known", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_SchemaOfThePolicies_IsNotReportedTwice()
    {
        var policy = _folder.Write("p.yaml", """
            kernelguard: 1
            policy: p
            tools: { Pay: { args: { type: object, properties: { amount: { type: number, maximum: 5 } } } } }
            rules: [{ id: a, tool: Pay, effect: allow, when: args.amount > 5 && user.id == "x" }]
            """);
        var tools = _folder.Write("tools.json", """[{"name":"Pay"}]""");

        var json = (await CliCall.RunAsync("check", policy, "--tools", tools, "--json")).Expect(0).Json;

        Assert.Equal("constant_condition", Assert.Single(json.GetProperty("findings").EnumerateArray()).GetProperty("code").GetString());
    }

    [Fact]
    public async Task Check_UngovernedTool_IsAWarning()
    {
        var policy = _folder.Write("p.yaml", Policies.Refunds);
        var tools = _folder.Write("tools.json", """[{"name":"refunds.issue"},{"name":"Orders.Find"},{"name":"Shell.Run"}]""");
        var result = (await CliCall.RunAsync("check", policy, "--tools", tools)).Expect(0);

        Assert.Contains("warning[ungoverned_tool]: no rule concerns the tool `Shell.Run`", result.Output, StringComparison.Ordinal);
        Assert.Single(result.Output.Split('\n'), line => line.Contains("ungoverned_tool", StringComparison.Ordinal));
        (await CliCall.RunAsync("check", policy, "--tools", tools, "--strict")).Expect(1);
    }

    [Fact]
    public async Task Check_OtherSpelling_IsGovernedByItsTool()
    {
        var policy = _folder.Write("p.yaml", """
            kernelguard: 1
            policy: p
            tools:
              Orders.Find: { also: [orders_find] }
            rules:
              - { id: a, tool: Orders.Find, effect: allow }
            """);
        var result = (await CliCall.RunAsync("check", policy, "--tools", _folder.Write("tools.json", """[{"name":"orders_find"}]"""))).Expect(0);

        Assert.DoesNotContain("ungoverned", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", "tool_file")]
    [InlineData("""[{"name":"t","parms":{}}]""", "tool_file")]
    [InlineData("""[{"name":"t"},{"name":"T"}]""", "tool_conflict")]
    [InlineData("""[{"name":"t","parameters":{"type":"nonsense"}}]""", "tool_conflict")]
    public async Task Check_BadTools_IsAnError(string tools, string code)
    {
        var policy = _folder.Write("p.yaml", Policies.Permissive);
        var result = (await CliCall.RunAsync("check", policy, "--tools", _folder.Write("tools.json", tools))).Expect(1);

        Assert.Contains($"error[{code}]", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"propertis":{}}""", "`#/propertis`: there is no keyword `propertis` (did you mean `properties`?)")]
    [InlineData("""{"properties":{"a":{"minimun":3}}}""", "`#/properties/a/minimun`: there is no keyword `minimun` (did you mean `minimum`?)")]
    [InlineData("""{"properties":{"id":{}},"required":["di"],"additionalProperties":false}""", "`#/required`: `di` is required and not declared")]
    public async Task Check_SchemaOfAToolWithoutEffect_IsAWarning(string schema, string part)
    {
        var policy = _folder.Write("p.yaml", Policies.Permissive);
        var tools = _folder.Write("tools.json", $$"""[{"name":"t","parameters":{{schema}}}]""");
        var result = (await CliCall.RunAsync("check", policy, "--tools", tools)).Expect(0);

        Assert.Contains($"warning[tool_schema]: the schema of `t`: {part}", result.Output, StringComparison.Ordinal);
        (await CliCall.RunAsync("check", policy, "--tools", tools, "--strict")).Expect(1);
    }

    [Fact]
    public async Task Check_MissingPath_CannotRun()
    {
        var result = (await CliProcess.RunAsync(["check", _folder["missing.yaml"]])).Expect(2);

        Assert.Contains("error[file_not_found]", result.Error, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    [Fact]
    public async Task Check_MissingTools_CannotRun() =>
        Assert.StartsWith(
            "error: cannot read `",
            (await CliCall.RunAsync("check", _folder.Write("p.yaml", Policies.Permissive), "--tools", _folder["missing.json"])).Expect(2).Error,
            StringComparison.Ordinal);

    [Fact]
    public async Task Check_EscapeSequencesInPolicy_AreNotPrinted()
    {
        var path = _folder.Write("p.yaml", "kernelguard: 1\npolicy: p\nrules:\n  - { id: a, tool: t, effect: allow, \"x\\e[2J\": 1 }\n");

        Assert.DoesNotContain('\u001b', (await CliCall.RunAsync("check", path)).Expect(1).Output);
    }
}
