using System.Text;
using Microsoft.SemanticKernel.ChatCompletion;

namespace Microsoft.SemanticKernel;

public class StreamingChatMessageContent : StreamingKernelContent
{
    public StreamingChatMessageContent(
        AuthorRole? role,
        string? content,
        object? innerContent = null,
        int choiceIndex = 0,
        string? modelId = null,
        Encoding? encoding = null,
        IReadOnlyDictionary<string, object?>? metadata = null)
        : base(innerContent, choiceIndex, modelId, metadata)
    {
        Role = role;
        Encoding = encoding ?? Encoding.UTF8;
        Content = content;
    }

    public AuthorRole? Role { get; set; }

    public string? AuthorName { get; set; }

    public StreamingKernelContentItemCollection Items { get; set; } = [];

    public Encoding Encoding { get; set; }

    public string? Content
    {
        get => Items.OfType<StreamingTextContent>().FirstOrDefault()?.Text;
        set
        {
            if (Items.OfType<StreamingTextContent>().FirstOrDefault() is { } first)
            {
                first.Text = value;
            }
            else if (value is not null)
            {
                Items.Add(new StreamingTextContent(value));
            }
        }
    }

    public override string ToString() => Content ?? string.Empty;

    public override byte[] ToByteArray() => Encoding.GetBytes(ToString());
}
