namespace KernelGuard.Hosts.Tests.Packages;

/// <summary>A program of somebody who has the packages and nothing else.</summary>
internal static class ConsumerProject
{
    public const string Output = """
        plain call      permitted: refunded 80
        plain call      denied: refund_over_cap
        function        refunded 80
        function        "code":"refund_over_cap"
        expression      True

        """;

    private const string Policy = """
        kernelguard: 1
        policy: refunds
        rules:
          - { id: small, tool: Refunds_Issue, when: args.amount < 100, effect: allow }
          - { id: large, tool: Refunds_Issue, when: args.amount >= 100, effect: deny, code: refund_over_cap, reason: Too much. }
        """;

    private const string Program = """
        using KernelGuard;
        using KernelGuard.Calls;
        using KernelGuard.Cel;
        using KernelGuard.Extensions.AI;
        using Microsoft.Extensions.AI;

        await using var guard = ToolCallGuard.Create("policies");
        using var scope = guard.BeginScope(session: "s1", agent: "support-bot", user: "u7");
        foreach (var amount in new[] { 80, 900 })
        {
            var arguments = new Dictionary<string, object?> { ["amount"] = amount };
            var outcome = await guard.InvokeAsync(new ToolCall("Refunds_Issue", arguments), (judged, _) => ValueTask.FromResult<object?>($"refunded {judged["amount"]}"));
            Console.WriteLine($"plain call      {outcome.Status.ToString().ToLowerInvariant()}: {outcome.Refusal?.Code ?? outcome.Result}");
        }

        var function = new GuardedAIFunction(AIFunctionFactory.Create((int amount) => $"refunded {amount}", "Refunds_Issue"), guard);
        Console.WriteLine($"function        {await function.InvokeAsync(new() { ["amount"] = 80 })}");
        Console.WriteLine($"function        {(await function.InvokeAsync(new() { ["amount"] = 900 }))!.ToString()!.Split(',')[2]}");

        var environment = CelEnvironment.CreateBuilder().AddVariable("amount", CelType.Int).Build();
        var value = environment.Compile("amount > 500", CelType.Bool).Program!.Evaluate(new CelVariables(environment).SetObject("amount", 900));
        Console.WriteLine($"expression      {value.AsBool}");
        """;

    public static void Write(string folder, IEnumerable<string> packages)
    {
        var references = packages.Select(package => $"""<PackageReference Include="{package}" Version="{PackageFeed.Version}" />""");
        File.WriteAllText(Path.Combine(folder, "app.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
              </PropertyGroup>
              <ItemGroup>{string.Concat(references)}</ItemGroup>
            </Project>
            """);
        File.WriteAllText(Path.Combine(folder, "Program.cs"), Program);
        Directory.CreateDirectory(Path.Combine(folder, "policies"));
        File.WriteAllText(Path.Combine(folder, "policies", "refunds.yaml"), Policy);
    }
}
