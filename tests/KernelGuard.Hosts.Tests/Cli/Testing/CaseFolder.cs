namespace KernelGuard.Hosts.Tests.Cli.Testing;

/// <summary>A folder of policies with a folder of cases in it.</summary>
public sealed class CaseFolder : IDisposable
{
    private readonly TestFolder _folder = new();

    /// <summary>Writes one policy and one file of cases.</summary>
    /// <param name="policy">The rules, as YAML, under `rules`.</param>
    /// <param name="cases">The cases, as YAML: a whole file.</param>
    public CaseFolder(string policy, string cases)
    {
        Write("policies/p.yaml", $"kernelguard: 1\npolicy: p\n{policy}\n");
        Write("policies/tests/p.cases.yaml", cases);
    }

    public string Policies => _folder["policies"];

    public string this[string name] => _folder[name];

    public string Write(string name, string text) => _folder.Write(name, text);

    /// <summary>Runs the cases.</summary>
    public Task<CliResult> TestAsync(params string[] options) => CliCall.RunAsync(["test", Policies, .. options]);

    public void Dispose() => _folder.Dispose();
}
