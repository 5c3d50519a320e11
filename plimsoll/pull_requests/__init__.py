"""Comments on pull requests of GitHub, GitLab, Bitbucket Cloud and Azure DevOps."""
