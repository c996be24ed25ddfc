provider "aws" {
  region = "eu-central-2"
}

module "aegis" {
  source = "../../aws"

  bucket_name               = "example-aegis-models"
  vpc_id                    = "vpc-0123456789abcdef0"
  private_subnet_ids        = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
  client_security_group_ids = { cluster = "sg-0123456789abcdef0" }
  database_ca_file          = "/etc/ssl/aegis/rds.pem"

  oidc_trusts = {
    cluster = {
      provider_arn = "arn:aws:iam::123456789012:oidc-provider/oidc.eks.eu-central-2.amazonaws.com/id/EXAMPLE"
      subjects     = ["system:serviceaccount:aegis:aegis"]
    }
    github = {
      provider_arn = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"
      subjects     = ["repo:example/aegis:environment:production"]
    }
  }
}

output "settings" {
  description = "The settings of the application."
  value       = module.aegis.settings
}
