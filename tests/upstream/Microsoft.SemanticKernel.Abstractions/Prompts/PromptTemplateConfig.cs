namespace Microsoft.SemanticKernel;

public sealed class PromptTemplateConfig
{
    public PromptTemplateConfig()
    {
    }

    public PromptTemplateConfig(string template)
    {
        Template = template;
    }

    public static string SemanticKernelTemplateFormat => "semantic-kernel";

    public string? Name { get; set; }

    public string? Description { get; set; }

    public string Template { get; set; } = string.Empty;

    public string TemplateFormat { get; set; } = SemanticKernelTemplateFormat;

    public bool AllowDangerouslySetContent { get; set; }

    public Dictionary<string, PromptExecutionSettings> ExecutionSettings { get; set; } = [];

    public void AddExecutionSettings(PromptExecutionSettings settings, string? serviceId = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ExecutionSettings.Add(serviceId ?? settings.ServiceId ?? PromptExecutionSettings.DefaultServiceId, settings);
    }
}
